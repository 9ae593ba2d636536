"""Playing on stage: one performer, controlled by OSC, MIDI, a page and a sequencer."""
