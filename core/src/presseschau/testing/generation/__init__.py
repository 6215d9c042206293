"""Texts and documents for examples: a grammar of news, oddities of Unicode, Hypothesis strategies."""
