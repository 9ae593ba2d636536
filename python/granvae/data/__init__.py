"""Audio files, the corpus, and the grains drawn from it."""
