"""Corpora decoded once and read from the disk."""
