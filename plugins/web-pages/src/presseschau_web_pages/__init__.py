"""Saved web pages as documents: files, archives, WARC, JSONL and feeds."""
