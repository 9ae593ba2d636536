"""The latent explorer: one page that shows and plays a latent space, and the server beside it."""
