"""Instruments that watch a plugin at work: what it touches, keeps and leaves behind."""
