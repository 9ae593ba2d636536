"""The latent sequencer."""
