"""Playing on stage: one performer, controlled by OSC, MIDI, a page and a sequencer.

Imports run one way, from the bottom up:

1. `message`, `timeline`, `json_files`, `output_chain`
2. `dispatcher`, `playback_state`, `presets`: messages at their samples; what all that sounds shares
3. `notes`, `sequencer`
4. `performer`: all that sounds, mixed
5. `io`: OSC, MIDI, sound cards
6. `commands`: what each message does to a performer
7. `snapshot`: what a performer shows
8. `status_line`, `explorer`
9. `app`: ``granvae play``
"""
