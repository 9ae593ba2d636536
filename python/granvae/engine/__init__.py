"""The native engine in Python."""
