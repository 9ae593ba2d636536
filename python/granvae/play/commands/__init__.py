"""The messages that `granvae play` takes."""
