"""Patches for Pure Data that are written by a program, so that they fit our messages."""
