"""Where control comes in and sound goes out: OSC, MIDI, sound cards."""
