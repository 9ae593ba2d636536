"""What the output passes through: fader, meter, recorder, tap."""
