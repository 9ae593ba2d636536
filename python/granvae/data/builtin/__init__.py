"""Sounds that granvae synthesises itself, for the demo and the tests."""
