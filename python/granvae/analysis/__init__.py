"""Metrics, descriptors, the PCA baseline, and plots."""
