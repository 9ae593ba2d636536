"""Playing on stage: one performer, controlled by OSC, MIDI, a page and a sequencer.

Imports run one way, from the bottom up:

1. `message`, `scheduler`, `timeline`, `json_files`, `signal`: know nothing of each other's owners
2. `dispatcher`, `playback_state`, `presets`: messages at their samples; what all that sounds shares
3. `notes`, `sequencer`, `io`: what sounds, and the ways in and out
4. `performer`: all that sounds, mixed
5. `commands`: what each message does to a performer
6. `snapshot`, `status_line`, `explorer`: what shows a performer
7. `app`: ``granvae play``
"""
