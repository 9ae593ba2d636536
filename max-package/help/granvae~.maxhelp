{
 "patcher": {
  "fileversion": 1,
  "appversion": {
   "major": 8,
   "minor": 5,
   "revision": 5,
   "architecture": "x64",
   "modernui": 1
  },
  "classnamespace": "box",
  "rect": [
   100.0,
   100.0,
   920.0,
   800.0
  ],
  "bglocked": 0,
  "openinpresentation": 0,
  "default_fontsize": 12.0,
  "default_fontface": 0,
  "default_fontname": "Arial",
  "gridonopen": 0,
  "gridsize": [
   15.0,
   15.0
  ],
  "gridsnaponopen": 1,
  "objectsnaponopen": 1,
  "statusbarvisible": 2,
  "toolbarvisible": 1,
  "lefttoolbarpinned": 0,
  "toptoolbarpinned": 0,
  "righttoolbarpinned": 0,
  "bottomtoolbarpinned": 0,
  "toolbars_unpinned_last_save": 0,
  "tallnewobj": 0,
  "boxanimatetime": 200,
  "enablehscroll": 1,
  "enablevscroll": 1,
  "devicewidth": 0.0,
  "description": "",
  "digest": "",
  "tags": "",
  "style": "",
  "subpatcher_template": "",
  "assistshowspatchername": 0,
  "boxes": [
   {
    "box": {
     "id": "obj-1",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "granvae~",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "An oscillator whose waveform a neural network decodes: grains from your own sounds, at any pitch, without a click.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          24.0,
          392.0,
          620.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts @law cosine",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          22.0,
          84.0,
          260.0,
          23.0
         ],
         "text": "What to play",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          114.0,
          58.68,
          22.0
         ],
         "text": "random",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          115.0,
          260.0,
          21.0
         ],
         "text": "another point of the latent space: another grain"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          40.0,
          145.0,
          68.688,
          22.0
         ],
         "text": "random 7",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          146.0,
          260.0,
          21.0
         ],
         "text": "the same seed, the same point"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          56.0,
          176.0,
          221.484,
          22.0
         ],
         "text": "latent 1 -1 0.5 0 0 0 0 0 0 0 0 0 0 0 0 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          177.0,
          260.0,
          34.0
         ],
         "text": "one number for each latent, in standard deviations",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          72.0,
          219.0,
          144.72,
          22.0
         ],
         "text": "read granvae-consort.ts",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          220.0,
          260.0,
          21.0
         ],
         "text": "a model; read alone asks for a file"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          88.0,
          250.0,
          44.688,
          22.0
         ],
         "text": "bang",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          251.0,
          260.0,
          21.0
         ],
         "text": "report everything out of the info outlet"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          242.0,
          293.0,
          260.0,
          23.0
         ],
         "text": "The four inlets",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          120.0,
          331.0,
          66.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          120.0,
          297.0,
          90.7,
          22.0
         ],
         "text": "loadmess 110",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          118.0,
          357.0,
          104.0,
          34.0
         ],
         "text": "frequency in Hz, of either sign",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          224.33333333333334,
          331.0,
          66.0,
          22.0
         ],
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          236.33333333333334,
          357.0,
          168.0,
          34.0
         ],
         "text": "start: where in the table a grain begins, in samples",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          424.6666666666667,
          331.0,
          66.0,
          22.0
         ],
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          436.6666666666667,
          357.0,
          168.0,
          34.0
         ],
         "text": "crossfade: how much of it overlaps the next, in samples",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          625.0,
          331.0,
          66.0,
          22.0
         ],
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          637.0,
          357.0,
          168.0,
          34.0
         ],
         "text": "rate: how fast a cloud's grains are read; see clouds",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          436.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "basics_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "basics_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          527.0,
          45.0,
          45.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          100.0,
          578.0,
          110.0,
          21.0
         ],
         "text": "click to hear it"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "scope~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          224.33333333333334,
          440.0,
          150.0,
          96.0
         ],
         "range": [
          0.0,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          224.0,
          544.0,
          220.0,
          62.0
         ],
         "text": "phase, 0 to 1: it falls at every onset, so that other things can follow; beside it, onset: 1 at the sample with which a grain begins",
         "linecount": 4
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          465.0,
          436.0,
          330.0,
          22.0
         ],
         "text": "route loaded error info",
         "outlettype": [
          "",
          "",
          "",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          465.0,
          476.0,
          79.372,
          22.0
         ],
         "text": "prepend set",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          465.0,
          512.0,
          190.0,
          22.0
         ],
         "text": "",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          465.0,
          538.0,
          200.0,
          21.0
         ],
         "text": "the model: file, latents, grain, rate"
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          695.0,
          476.0,
          79.372,
          22.0
         ],
         "text": "prepend set",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          695.0,
          512.0,
          190.0,
          22.0
         ],
         "text": "",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-37",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          695.0,
          538.0,
          200.0,
          21.0
         ],
         "text": "what went wrong"
        }
       },
       {
        "box": {
         "id": "obj-38",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          805.0,
          440.0,
          93.04,
          22.0
         ],
         "text": "print granvae~"
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-17",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-17",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-4",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-4",
          2
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-4",
          3
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-26",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-27",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          580.0,
          88.0,
          580.0,
          88.0,
          519.0,
          113.5,
          519.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          1
         ],
         "destination": [
          "obj-27",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          586.0,
          82.0,
          586.0,
          82.0,
          513.0,
          139.5,
          513.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          3
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-32",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-32",
          0
         ],
         "destination": [
          "obj-33",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          1
         ],
         "destination": [
          "obj-35",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-35",
          0
         ],
         "destination": [
          "obj-36",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          2
         ],
         "destination": [
          "obj-38",
          0
         ],
         "order": 0,
         "midpoints": [
          681.8333333333334,
          468.0,
          800.0,
          468.0,
          800.0,
          432.0,
          814.5,
          432.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p basics"
    }
   },
   {
    "box": {
     "id": "obj-2",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      102.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "start and crossfade at audio rate",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "Every inlet takes a signal. What counts is its value at the very sample of an onset, between which the grain is left alone.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          24.0,
          410.0,
          880.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          96.0,
          53.352,
          22.0
         ],
         "text": "latch 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          130.0,
          97.0,
          320.0,
          21.0
         ],
         "text": "a grain keeps the start of its onset"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          40.0,
          127.0,
          53.352,
          22.0
         ],
         "text": "latch 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          130.0,
          128.0,
          320.0,
          21.0
         ],
         "text": "the start is followed inside the grain: phase modulation"
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          74.0,
          170.0,
          120.0,
          23.0
         ],
         "text": "frequency",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          76.0,
          234.0,
          84.0,
          22.0
         ],
         "text": "cycle~ 5.5",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          141.0,
          206.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          201.0,
          207.0,
          96.0,
          21.0
         ],
         "text": "Hz, vibrato"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          76.0,
          298.0,
          84.0,
          22.0
         ],
         "text": "*~ 2.",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          141.0,
          270.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          201.0,
          271.0,
          96.0,
          21.0
         ],
         "text": "depth"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          76.0,
          362.0,
          84.0,
          22.0
         ],
         "text": "+~ 110.",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          141.0,
          334.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          201.0,
          335.0,
          96.0,
          21.0
         ],
         "text": "Hz"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          309.0,
          170.0,
          120.0,
          23.0
         ],
         "text": "start",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          311.0,
          234.0,
          84.0,
          22.0
         ],
         "text": "phasor~ 0.2",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          376.0,
          206.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          436.0,
          207.0,
          96.0,
          21.0
         ],
         "text": "scans a second"
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          311.0,
          298.0,
          84.0,
          22.0
         ],
         "text": "*~ 1500.",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          376.0,
          270.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          436.0,
          271.0,
          96.0,
          21.0
         ],
         "text": "reach"
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          311.0,
          362.0,
          84.0,
          22.0
         ],
         "text": "+~ 0.",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          376.0,
          334.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          436.0,
          335.0,
          96.0,
          21.0
         ],
         "text": "from"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          596.0,
          170.0,
          120.0,
          23.0
         ],
         "text": "crossfade",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          598.0,
          234.0,
          84.0,
          22.0
         ],
         "text": "cycle~ 0.3",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          663.0,
          206.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          723.0,
          207.0,
          96.0,
          21.0
         ],
         "text": "Hz"
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          598.0,
          298.0,
          84.0,
          22.0
         ],
         "text": "*~ 200.",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          663.0,
          270.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          723.0,
          271.0,
          96.0,
          21.0
         ],
         "text": "depth"
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          598.0,
          362.0,
          84.0,
          22.0
         ],
         "text": "+~ 300.",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-37",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          663.0,
          334.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-38",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          723.0,
          335.0,
          96.0,
          21.0
         ],
         "text": "centre"
        }
       },
       {
        "box": {
         "id": "obj-39",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          450.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "rate_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "rate_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-40",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          541.0,
          45.0,
          45.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-41",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          150.0,
          462.0,
          260.0,
          23.0
         ],
         "text": "Try",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-42",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          148.0,
          490.0,
          500.0,
          48.0
         ],
         "text": "Let the start scan slowly: the timbre walks through the table while the pitch stands still.\nLet it scan as fast as the pitch: the sidebands of granular synthesis.\nTurn latch off and modulate the start at audio rate: phase modulation of a learned waveform.",
         "linecount": 3
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-7",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-10",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-13",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-13",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-17",
          0
         ],
         "destination": [
          "obj-16",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-16",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-21",
          0
         ],
         "destination": [
          "obj-20",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-23",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-26",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-4",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-34",
          0
         ],
         "destination": [
          "obj-33",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          0
         ],
         "destination": [
          "obj-33",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-37",
          0
         ],
         "destination": [
          "obj-36",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
          0
         ],
         "destination": [
          "obj-36",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-36",
          0
         ],
         "destination": [
          "obj-4",
          2
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-39",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-39",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-39",
          0
         ],
         "destination": [
          "obj-40",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          594.0,
          88.0,
          594.0,
          88.0,
          533.0,
          113.5,
          533.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-39",
          1
         ],
         "destination": [
          "obj-40",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          600.0,
          82.0,
          600.0,
          82.0,
          527.0,
          139.5,
          527.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p audio-rate"
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      184.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "clouds",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "Many grains at once, each with a speed, a place and a pan of its own. The frequency is how often one begins.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          502.0,
          720.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts 2 @mode cloud @compensate 1",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          22.0,
          82.0,
          260.0,
          23.0
         ],
         "text": "How grains differ",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          114.0,
          227.484,
          22.0
         ],
         "text": "line 32 2 -1.5 1 0 0 0 0 0 0 0 0 0 0 0 0 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          380.0,
          115.0,
          420.0,
          21.0
         ],
         "text": "a long table to wander in"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          40.0,
          145.0,
          77.364,
          22.0
         ],
         "text": "spray 6000",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          380.0,
          146.0,
          420.0,
          21.0
         ],
         "text": "starts vary by up to so many samples, either way"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          56.0,
          176.0,
          84.72,
          22.0
         ],
         "text": "detune 1200",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          380.0,
          177.0,
          420.0,
          21.0
         ],
         "text": "pitches by up to so many cents; 0: none"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          72.0,
          207.0,
          59.352,
          22.0
         ],
         "text": "async 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          380.0,
          208.0,
          420.0,
          21.0
         ],
         "text": "onsets wholly at random; 0: regular"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          88.0,
          238.0,
          64.69200000000001,
          22.0
         ],
         "text": "spread 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          380.0,
          239.0,
          420.0,
          21.0
         ],
         "text": "each grain somewhere between left and right"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          104.0,
          269.0,
          106.032,
          22.0
         ],
         "text": "intermittency 0.5",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          380.0,
          270.0,
          420.0,
          21.0
         ],
         "text": "half of the onsets make no grain"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          120.0,
          300.0,
          106.704,
          22.0
         ],
         "text": "window expodec",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          380.0,
          301.0,
          420.0,
          21.0
         ],
         "text": "struck: decays by 60 dB; or rexpodec, or fade"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          136.0,
          331.0,
          54.024,
          22.0
         ],
         "text": "seed 7",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          380.0,
          332.0,
          420.0,
          21.0
         ],
         "text": "begins random sequence 7: the same cloud again"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          150.0,
          418.0,
          66.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          150.0,
          384.0,
          84.028,
          22.0
         ],
         "text": "loadmess 60",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          148.0,
          444.0,
          104.0,
          34.0
         ],
         "text": "frequency: onsets a second",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          257.66666666666663,
          418.0,
          66.0,
          22.0
         ],
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          269.66666666666663,
          444.0,
          160.0,
          21.0
         ],
         "text": "start, in samples"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          491.3333333333333,
          418.0,
          66.0,
          22.0
         ],
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          503.3333333333333,
          444.0,
          160.0,
          34.0
         ],
         "text": "crossfade: fades in and out, in samples",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          725.0,
          418.0,
          66.0,
          22.0
         ],
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          737.0,
          444.0,
          160.0,
          34.0
         ],
         "text": "rate: 1 as recorded, below 0 backwards",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          544.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "clouds_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "clouds_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          635.0,
          45.0,
          45.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "scope~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          374.5,
          548.0,
          120.0,
          80.0
         ],
         "range": [
          0.0,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          382.0,
          634.0,
          130.0,
          34.0
         ],
         "text": "phase, from an onset to the next",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-35",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          549.75,
          548.0,
          49.696,
          22.0
         ],
         "text": "edge~",
         "outlettype": [
          "bang",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-36",
         "maxclass": "button",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          549.75,
          592.0,
          24.0,
          24.0
         ],
         "outlettype": [
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-37",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          580.0,
          594.0,
          130.0,
          34.0
         ],
         "text": "onset: 1 where a grain begins",
         "linecount": 2
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          0
         ],
         "destination": [
          "obj-4",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-4",
          2
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-4",
          3
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          1
         ],
         "destination": [
          "obj-31",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-32",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          688.0,
          88.0,
          688.0,
          88.0,
          627.0,
          113.5,
          627.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          1
         ],
         "destination": [
          "obj-32",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          694.0,
          82.0,
          694.0,
          82.0,
          621.0,
          139.5,
          621.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          2
         ],
         "destination": [
          "obj-33",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          3
         ],
         "destination": [
          "obj-35",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-35",
          0
         ],
         "destination": [
          "obj-36",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p clouds"
    }
   },
   {
    "box": {
     "id": "obj-4",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      266.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "latents",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "One slider for each latent, in standard deviations of the training grains. The first change the sound most.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          22.0,
          84.0,
          260.0,
          23.0
         ],
         "text": "Move them while it sounds",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "bpatcher",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          116.0,
          320.0,
          148.0
         ],
         "name": "granvae.latents.maxpat",
         "bgmode": 0,
         "border": 0,
         "clickthrough": 0,
         "enablehscroll": 0,
         "enablevscroll": 0,
         "lockeddragscroll": 0,
         "offset": [
          0.0,
          0.0
         ],
         "viewvisibility": 1,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          24.0,
          350.0,
          330.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          400.0,
          118.0,
          400.0,
          48.0
         ],
         "text": "[bpatcher granvae.latents.maxpat]: the left outlet plays granvae~; what granvae~ reports comes back, so that the sliders follow random and another model.",
         "linecount": 3
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          60.0,
          312.0,
          66.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          60.0,
          278.0,
          90.7,
          22.0
         ],
         "text": "loadmess 110",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          130.0,
          313.0,
          90.0,
          21.0
         ],
         "text": "frequency"
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          410.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "latents_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "latents_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          501.0,
          45.0,
          45.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          400.0,
          200.0,
          260.0,
          23.0
         ],
         "text": "What happens",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          398.0,
          228.0,
          420.0,
          62.0
         ],
         "text": "A new point is decoded beside the audio thread and adopted at the next onset, under the crossfade that the loop has anyway: no click, however fast the sliders move. The newest point wins; points that are overtaken are not decoded.",
         "linecount": 4
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          400.0,
          330.0,
          260.0,
          23.0
         ],
         "text": "Where the sound is",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          398.0,
          358.0,
          420.0,
          48.0
         ],
         "text": "Most of what the model knows lies between -2 and 2. Far outside it improvises. `granvae info model.ts` in a terminal lists how far each latent reaches and how much of the sound it explains.",
         "linecount": 3
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-5",
          0
         ],
         "destination": [
          "obj-6",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          3
         ],
         "destination": [
          "obj-5",
          0
         ],
         "order": 0,
         "midpoints": [
          344.5,
          386.0,
          380.0,
          386.0,
          380.0,
          111.0,
          33.5,
          111.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-9",
          0
         ],
         "destination": [
          "obj-8",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-6",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-11",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-11",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          554.0,
          88.0,
          554.0,
          88.0,
          493.0,
          113.5,
          493.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          1
         ],
         "destination": [
          "obj-12",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          560.0,
          82.0,
          560.0,
          82.0,
          487.0,
          139.5,
          487.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p latents"
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      348.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "trajectories",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "A path through the latent space becomes one table: play it as a sound, or freeze it anywhere and let the start wander.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          24.0,
          430.0,
          770.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts @law equal-power",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          22.0,
          84.0,
          260.0,
          23.0
         ],
         "text": "What to decode",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          114.0,
          227.484,
          22.0
         ],
         "text": "line 32 2 -1.5 1 0 0 0 0 0 0 0 0 0 0 0 0 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          520.0,
          115.0,
          360.0,
          21.0
         ],
         "text": "32 points from the middle to there"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          40.0,
          145.0,
          456.0,
          35.5
         ],
         "text": "path 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0",
         "linecount": 2,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          520.0,
          146.0,
          360.0,
          34.0
         ],
         "text": "point after point; each has as many numbers as the model has latents",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          56.0,
          189.5,
          60.024,
          22.0
         ],
         "text": "join 256",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          520.0,
          190.5,
          360.0,
          21.0
         ],
         "text": "how much the grains of a path overlap; -1 is a quarter of a grain"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          72.0,
          220.5,
          74.03999999999999,
          22.0
         ],
         "text": "length 512",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          520.0,
          221.5,
          360.0,
          21.0
         ],
         "text": "how much of the table a cycle reads: here one grain"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          88.0,
          251.5,
          60.696,
          22.0
         ],
         "text": "length 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          520.0,
          252.5,
          360.0,
          21.0
         ],
         "text": "a cycle reads from the start to the table's end"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          104.0,
          282.5,
          117.348,
          22.0
         ],
         "text": "write my-table.wav",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          520.0,
          283.5,
          360.0,
          21.0
         ],
         "text": "the table as a sound file"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          100.0,
          394.0,
          66.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          100.0,
          360.0,
          94.036,
          22.0
         ],
         "text": "loadmess 27.5",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          170.0,
          395.0,
          80.0,
          21.0
         ],
         "text": "frequency"
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "flonum",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          274.33333333333337,
          340.0,
          56.0,
          22.0
         ],
         "format": 6,
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          274.33333333333337,
          368.0,
          90.0,
          22.0
         ],
         "text": "phasor~ 0.05",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          274.33333333333337,
          396.0,
          90.0,
          22.0
         ],
         "text": "*~ 8192.",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          340.0,
          341.0,
          190.0,
          21.0
         ],
         "text": "scan the path: passes a second"
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          470.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "path_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "path_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          561.0,
          45.0,
          45.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          150.0,
          480.0,
          480.0,
          48.0
         ],
         "text": "With length 512 and a frequency of its own, each cycle is one place of the path: the scan moves the timbre, the frequency the pitch. With length 0 the whole path is heard once a cycle: lower the frequency to below one a second.",
         "linecount": 3
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-19",
          0
         ],
         "destination": [
          "obj-18",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-21",
          0
         ],
         "destination": [
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-4",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-25",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-25",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          614.0,
          88.0,
          614.0,
          88.0,
          553.0,
          113.5,
          553.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          1
         ],
         "destination": [
          "obj-26",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          620.0,
          82.0,
          620.0,
          82.0,
          547.0,
          139.5,
          547.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p trajectories"
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      430.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "sounds",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "A recording becomes a path of latents: bend it while it sounds, keep it, or step through its grains.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          24.0,
          440.0,
          420.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          22.0,
          84.0,
          260.0,
          23.0
         ],
         "text": "A sound, and its path",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          114.0,
          57.36,
          22.0
         ],
         "text": "encode",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          115.0,
          300.0,
          34.0
         ],
         "text": "asks for a WAV or AIFF file; encode NAME takes a buffer~",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          40.0,
          157.0,
          67.368,
          22.0
         ],
         "text": "offset 0.5",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          158.0,
          300.0,
          21.0
         ],
         "text": "moves every latent of the path; or a number for each"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          56.0,
          188.0,
          66.024,
          22.0
         ],
         "text": "scale 1.5",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          189.0,
          300.0,
          21.0
         ],
         "text": "widens the path about the origin, or narrows it"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          72.0,
          219.0,
          58.008,
          22.0
         ],
         "text": "reverse",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          220.0,
          300.0,
          21.0
         ],
         "text": "plays its points from the last to the first"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          88.0,
          250.0,
          64.02000000000001,
          22.0
         ],
         "text": "stretch 2",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          251.0,
          300.0,
          21.0
         ],
         "text": "twice as long, at the same pitch where it has places"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          104.0,
          281.0,
          67.356,
          22.0
         ],
         "text": "smooth 4",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          282.0,
          300.0,
          21.0
         ],
         "text": "every point the mean of four on either side"
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          120.0,
          312.0,
          72.024,
          22.0
         ],
         "text": "store here",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          313.0,
          300.0,
          21.0
         ],
         "text": "keeps the path; recall here returns to it"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          136.0,
          343.0,
          84.024,
          22.0
         ],
         "text": "mix here 0.5",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          344.0,
          300.0,
          21.0
         ],
         "text": "half way to a stored path, or to one in a file"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          152.0,
          374.0,
          66.684,
          22.0
         ],
         "text": "writepath",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          320.0,
          375.0,
          300.0,
          21.0
         ],
         "text": "the path as a file, .json or .csv; readpath reads it"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          640.0,
          84.0,
          260.0,
          23.0
         ],
         "text": "A sequencer",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          640.0,
          114.0,
          90.0,
          22.0
         ],
         "text": "unit grains",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          640.0,
          142.0,
          250.0,
          21.0
         ],
         "text": "the start now counts the grains of the path"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          157.66666666666666,
          400.0,
          66.0,
          22.0
         ],
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          229.16666666666666,
          401.0,
          90.0,
          21.0
         ],
         "text": "which grain"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          480.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "sounds_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "sounds_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          571.0,
          45.0,
          45.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-4",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-29",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-29",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          624.0,
          88.0,
          624.0,
          88.0,
          563.0,
          113.5,
          563.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-29",
          1
         ],
         "destination": [
          "obj-30",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          630.0,
          82.0,
          630.0,
          82.0,
          557.0,
          139.5,
          557.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p sounds"
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      512.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "many instances",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "mc.granvae~ holds many instances in one box. They share the model: it is loaded once, however many play it.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          420.0,
          520.0,
          22.0
         ],
         "text": "mc.granvae~ granvae-consort.ts @chans 8",
         "outlettype": [
          "multichannelsignal",
          "multichannelsignal",
          "multichannelsignal",
          "",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          22.0,
          84.0,
          260.0,
          23.0
         ],
         "text": "Messages to all, or to one",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          114.0,
          205.44,
          22.0
         ],
         "text": "applyvalues random 1 2 3 4 5 6 7 8",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          450.0,
          115.0,
          300.0,
          21.0
         ],
         "text": "another point for each instance"
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          40.0,
          145.0,
          103.392,
          22.0
         ],
         "text": "deviate 1.5 110.",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          450.0,
          146.0,
          300.0,
          21.0
         ],
         "text": "frequencies around 110 Hz: a chorus"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          56.0,
          176.0,
          101.388,
          22.0
         ],
         "text": "spread 55. 220.",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          450.0,
          177.0,
          300.0,
          21.0
         ],
         "text": "frequencies from 55 to 220 Hz"
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          72.0,
          207.0,
          100.704,
          22.0
         ],
         "text": "harmonic 1. 55.",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          450.0,
          208.0,
          300.0,
          21.0
         ],
         "text": "the harmonics of 55 Hz"
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          88.0,
          238.0,
          265.512,
          22.0
         ],
         "text": "setvalue 3 latent 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          450.0,
          239.0,
          300.0,
          21.0
         ],
         "text": "only the third instance"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          191.0,
          306.0,
          143.90800000000002,
          22.0
         ],
         "text": "mc.rand~ 0.5 @chans 8",
         "outlettype": [
          "multichannelsignal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          191.0,
          342.0,
          73.696,
          22.0
         ],
         "text": "mc.*~ 128.",
         "outlettype": [
          "multichannelsignal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          191.0,
          378.0,
          76.036,
          22.0
         ],
         "text": "mc.+~ 128.",
         "outlettype": [
          "multichannelsignal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          281.0,
          343.0,
          180.0,
          21.0
         ],
         "text": "each start wanders by itself"
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "number",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          358.0,
          378.0,
          66.0,
          22.0
         ],
         "parameter_enable": 0,
         "outlettype": [
          "",
          "bang"
         ]
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          429.5,
          379.0,
          90.0,
          21.0
         ],
         "text": "crossfade"
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          462.0,
          171.244,
          22.0
         ],
         "text": "mc.mixdown~ 2 @autogain 1",
         "outlettype": [
          "multichannelsignal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          546.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "mc_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "mc_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          24.0,
          506.0,
          91.036,
          22.0
         ],
         "text": "mc.unpack~ 2",
         "outlettype": [
          "signal",
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          637.0,
          45.0,
          45.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          525.0,
          462.0,
          122.032,
          22.0
         ],
         "text": "print which-instance"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          250.0,
          520.0,
          440.0,
          48.0
         ],
         "text": "The last outlet says which instance sends from the info outlet beside it. For the whole of what mc. objects understand, see MC in Max's documentation. Their own spread comes before that of clouds: send those setvalue 0 spread 0.5.",
         "linecount": 3
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-4",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-17",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-17",
          0
         ],
         "destination": [
          "obj-18",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-4",
          1
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-4",
          2
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-22",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-23",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          1
         ],
         "destination": [
          "obj-23",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          0
         ],
         "destination": [
          "obj-25",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          690.0,
          88.0,
          690.0,
          88.0,
          629.0,
          113.5,
          629.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-23",
          1
         ],
         "destination": [
          "obj-25",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          696.0,
          82.0,
          696.0,
          82.0,
          623.0,
          139.5,
          623.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-4",
          4
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p mc."
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      594.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "live",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "Every onset has a grain of its own, decoded from what the latents are at its very sample. The latents are signals, or what was sent last.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          88.0,
          230.0,
          22.0
         ],
         "attr": "latency",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          89.0,
          510.0,
          75.0
         ],
         "text": "How much later than the inlets live grains sound, which is the time there is to decode them; one that is not there by then is replaced by the one before, and counted. -1 is as many as the host asks for in a row: its vector and, in Pure Data, the delay of its audio settings, in Max its I/O vector, in Python its block. 0 promises nothing: the newest grain that is there sounds. Heard with the next block.",
         "linecount": 5
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          34.0,
          167.0,
          230.0,
          22.0
         ],
         "attr": "offline",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          168.0,
          510.0,
          34.0
         ],
         "text": "on: the sound waits until all that was asked for is decoded, so that no grain is late and every run is the same. For Max's NonRealTime driver; in real time it would drop out.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          44.0,
          205.0,
          230.0,
          22.0
         ],
         "attr": "latents",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          206.0,
          510.0,
          48.0
         ],
         "text": "Given where the object is made, as in granvae~ model.ts @latents 8: inlets behind the rate, one for each of the first latents. One multichannel signal takes the place of several: with @latents 1 it has them all as its channels. They are heard while live is on.",
         "linecount": 3
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "newobj",
         "numinlets": 6,
         "numoutlets": 4,
         "patching_rect": [
          24.0,
          397.0,
          540.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts @live 1 @latents 2",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          440.8,
          317.0,
          84.0,
          22.0
         ],
         "text": "cycle~ 0.11",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          440.8,
          353.0,
          84.0,
          22.0
         ],
         "text": "*~ 2.",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          545.0,
          317.0,
          84.0,
          22.0
         ],
         "text": "cycle~ 0.37",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "newobj",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          545.0,
          353.0,
          84.0,
          22.0
         ],
         "text": "*~ 2.",
         "outlettype": [
          "signal"
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          372.0,
          277.0,
          430.0,
          21.0
         ],
         "text": "the first two latents, in \u03c3; a multichannel signal takes several inlets' place"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          437.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "live_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "live_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          528.0,
          45.0,
          45.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-10",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-10",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-10",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-11",
          0
         ],
         "destination": [
          "obj-12",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-10",
          4
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-13",
          0
         ],
         "destination": [
          "obj-14",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-10",
          5
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-16",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-16",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-17",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          581.0,
          88.0,
          581.0,
          88.0,
          520.0,
          113.5,
          520.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          1
         ],
         "destination": [
          "obj-17",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          587.0,
          82.0,
          587.0,
          82.0,
          514.0,
          139.5,
          514.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p live"
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      676.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "your own model",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "Half an hour of sounds that belong together is enough to begin with. Training happens outside of Max, in a terminal.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          22.0,
          84.0,
          260.0,
          23.0
         ],
         "text": "In a terminal",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          24.0,
          116.0,
          20.0,
          21.0
         ],
         "text": "1",
         "fontface": 1
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          48.0,
          116.0,
          300.0,
          21.0
         ],
         "text": "pip install granvae",
         "fontname": "Courier New"
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          360.0,
          116.0,
          300.0,
          21.0
         ],
         "text": "once",
         "textcolor": [
          0.45,
          0.48,
          0.53,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          24.0,
          146.0,
          20.0,
          21.0
         ],
         "text": "2",
         "fontface": 1
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          48.0,
          146.0,
          300.0,
          21.0
         ],
         "text": "granvae train my-sounds --out my-run",
         "fontname": "Courier New"
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          360.0,
          146.0,
          300.0,
          21.0
         ],
         "text": "learn from a folder of recordings",
         "textcolor": [
          0.45,
          0.48,
          0.53,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          24.0,
          176.0,
          20.0,
          21.0
         ],
         "text": "3",
         "fontface": 1
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          48.0,
          176.0,
          300.0,
          21.0
         ],
         "text": "granvae evaluate my-run",
         "fontname": "Courier New"
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          360.0,
          176.0,
          300.0,
          21.0
         ],
         "text": "hear and measure how well it did",
         "textcolor": [
          0.45,
          0.48,
          0.53,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          24.0,
          206.0,
          20.0,
          21.0
         ],
         "text": "4",
         "fontface": 1
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          48.0,
          206.0,
          300.0,
          21.0
         ],
         "text": "granvae export my-run --out my-model.ts",
         "fontname": "Courier New"
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          360.0,
          206.0,
          300.0,
          21.0
         ],
         "text": "the file that granvae~ reads",
         "textcolor": [
          0.45,
          0.48,
          0.53,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          24.0,
          236.0,
          20.0,
          21.0
         ],
         "text": "5",
         "fontface": 1
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          48.0,
          236.0,
          300.0,
          21.0
         ],
         "text": "granvae info my-model.ts",
         "fontname": "Courier New"
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          360.0,
          236.0,
          300.0,
          21.0
         ],
         "text": "its latents and how far they reach",
         "textcolor": [
          0.45,
          0.48,
          0.53,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          22.0,
          280.0,
          260.0,
          23.0
         ],
         "text": "In Max",
         "fontsize": 14.0,
         "fontface": 1,
         "textcolor": [
          0.92,
          0.42,
          0.22,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          24.0,
          450.0,
          300.0,
          22.0
         ],
         "text": "granvae~",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "dropfile",
         "numinlets": 1,
         "numoutlets": 2,
         "patching_rect": [
          24.0,
          312.0,
          120.0,
          60.0
         ],
         "outlettype": [
          "",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          152.0,
          332.0,
          100.0,
          21.0
         ],
         "text": "drop a .ts file"
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          388.0,
          87.376,
          22.0
         ],
         "text": "prepend read",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          260.0,
          312.0,
          42.012,
          22.0
         ],
         "text": "read",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          313.0,
          400.0,
          21.0
         ],
         "text": "ask for a file"
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          276.0,
          343.0,
          75.372,
          22.0
         ],
         "text": "autoread 1",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          344.0,
          400.0,
          21.0
         ],
         "text": "read it again whenever the file changes: train on, export, listen"
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          388.0,
          390.0,
          440.0,
          21.0
         ],
         "text": "Models of the nn~ convention that have a decode method can be read too."
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 3,
         "patching_rect": [
          305.0,
          492.0,
          111.376,
          22.0
         ],
         "text": "route loaded error",
         "outlettype": [
          "",
          "",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          305.0,
          530.0,
          79.372,
          22.0
         ],
         "text": "prepend set",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "message",
         "numinlets": 2,
         "numoutlets": 1,
         "patching_rect": [
          305.0,
          568.0,
          420.0,
          22.0
         ],
         "text": "",
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-33",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          492.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "model_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "model_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-34",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          583.0,
          45.0,
          45.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-21",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          0
         ],
         "destination": [
          "obj-21",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-27",
          0
         ],
         "destination": [
          "obj-21",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-21",
          3
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          0
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          1
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-32",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-21",
          0
         ],
         "destination": [
          "obj-33",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-21",
          0
         ],
         "destination": [
          "obj-33",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
          0
         ],
         "destination": [
          "obj-34",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          636.0,
          88.0,
          636.0,
          88.0,
          575.0,
          113.5,
          575.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-33",
          1
         ],
         "destination": [
          "obj-34",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          642.0,
          82.0,
          642.0,
          82.0,
          569.0,
          139.5,
          569.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p your-model"
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      758.0,
      20.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "attributes",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "As arguments (granvae~ granvae-consort.ts @law linear), as messages, or in the inspector; saved with the patcher.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          88.0,
          230.0,
          22.0
         ],
         "attr": "mode",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          89.0,
          510.0,
          34.0
         ],
         "text": "How grains follow each other: loop plays one after the other, each crossfading into the next; cloud plays many at once, each at its own speed and place. Heard with the next block.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          34.0,
          126.0,
          230.0,
          22.0
         ],
         "attr": "law",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          127.0,
          510.0,
          34.0
         ],
         "text": "The crossfade's law: cosine and linear keep the level of grains that are alike, equal-power that of grains that differ. Heard with the next grain.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          44.0,
          164.0,
          230.0,
          22.0
         ],
         "attr": "interpolation",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          165.0,
          510.0,
          34.0
         ],
         "text": "How the table is read between its samples: sinc is free of aliasing at every speed; none, linear and cubic colour the sound as older samplers do. Heard with the next grain.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          54.0,
          202.0,
          230.0,
          22.0
         ],
         "attr": "length",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          203.0,
          510.0,
          34.0
         ],
         "text": "How much of the table a grain reads, past its end from the beginning. 0: a loop reads to the table's end, a cloud one grain of the model. Heard with the next grain.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          64.0,
          240.0,
          230.0,
          22.0
         ],
         "attr": "unit",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          241.0,
          510.0,
          48.0
         ],
         "text": "What the start counts: samples of the table, or grains of its path: 0 is where the first begins, 1 the second, and 1.5 half way to the third. Stepped, it is a sequencer. All else stays in samples. Heard with the next grain.",
         "linecount": 3
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          74.0,
          292.0,
          230.0,
          22.0
         ],
         "attr": "sync",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          293.0,
          510.0,
          48.0
         ],
         "text": "What begins a grain. off: the frequency. trigger: each time the frequency inlet rises above 0. phasor: the frequency inlet is the phase itself, 0 to 1, and a grain begins where it wraps. Heard with the next block.",
         "linecount": 3
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          84.0,
          344.0,
          230.0,
          22.0
         ],
         "attr": "latch",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          345.0,
          510.0,
          34.0
         ],
         "text": "on: a grain keeps the start of its onset. off: the start follows its inlet inside the cycle, which is phase modulation. Heard with the next block.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          94.0,
          382.0,
          230.0,
          22.0
         ],
         "attr": "swap",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          383.0,
          510.0,
          34.0
         ],
         "text": "A cycle longer than this does not wait for its end to change the table, but fades the new one in, in this time. A change of mode takes as long. Heard with the next block.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          104.0,
          420.0,
          230.0,
          22.0
         ],
         "attr": "freeze",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          421.0,
          510.0,
          34.0
         ],
         "text": "on: grains keep coming from the table and the start that were there; new ones wait. Heard with the next block.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          114.0,
          458.0,
          230.0,
          22.0
         ],
         "attr": "live",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          459.0,
          510.0,
          34.0
         ],
         "text": "on: every onset has a grain of its own, decoded from the latents of its very sample, and all is late by the latency. off: grains come from the newest table. Heard with the next block.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          24.0,
          502.0,
          260.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          542.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "10_attributes_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "10_attributes_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          633.0,
          45.0,
          45.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-25",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-25",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          686.0,
          88.0,
          686.0,
          88.0,
          625.0,
          113.5,
          625.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          1
         ],
         "destination": [
          "obj-26",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          692.0,
          82.0,
          692.0,
          82.0,
          619.0,
          139.5,
          619.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p attributes"
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      20.0,
      52.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "table attributes",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "How the grains of a path become a table, and where a walk goes: the worker decodes it anew when one of these changes.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          88.0,
          230.0,
          22.0
         ],
         "attr": "join",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          89.0,
          510.0,
          34.0
         ],
         "text": "How much neighbouring grains of a path without places overlap, of which fit may take or add; -1 is a quarter of a grain.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          34.0,
          126.0,
          230.0,
          22.0
         ],
         "attr": "fit",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          127.0,
          510.0,
          34.0
         ],
         "text": "on: where a path has no places, each grain begins where it is most like the one before, up to half a hop away from join, so that tones go on without a break. off: it begins where join says.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          44.0,
          164.0,
          230.0,
          22.0
         ],
         "attr": "stream",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          165.0,
          510.0,
          48.0
         ],
         "text": "on: a model of another maker that has a memory, such as RAVE, decodes a path in one pass, in which each grain goes on from the one before, as the model itself plays; encode hears a recording in the same way. off: each grain is made by itself.",
         "linecount": 3
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          54.0,
          216.0,
          230.0,
          22.0
         ],
         "attr": "libtorch",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          217.0,
          510.0,
          34.0
         ],
         "text": "on: libtorch decodes and encodes, also what this engine can by itself, and the model is read again. info decoder says which of them does.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          64.0,
          254.0,
          230.0,
          22.0
         ],
         "attr": "channel",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          255.0,
          510.0,
          21.0
         ],
         "text": "Which channel of the model is heard, where it has several; 0 is the mean of all."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          74.0,
          282.0,
          230.0,
          22.0
         ],
         "attr": "noise",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          283.0,
          510.0,
          34.0
         ],
         "text": "How much of their noise decoded grains have, such as breath, bow and drum skins: 1 is as much as the recordings had, 0 leaves the tone alone. The seed draws it, for each grain anew.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          84.0,
          320.0,
          230.0,
          22.0
         ],
         "attr": "jump",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          321.0,
          510.0,
          34.0
         ],
         "text": "How often a walk jumps to a place that sounds alike, in the mean; at 0 only where what was kept of a recording ends. Heard with the next second of a walk.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          94.0,
          358.0,
          230.0,
          22.0
         ],
         "attr": "near",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          359.0,
          510.0,
          34.0
         ],
         "text": "How far a walk jumps: to one of so many nearest grains. The more, the more different they may sound. Heard with the next second of a walk.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          104.0,
          396.0,
          230.0,
          22.0
         ],
         "attr": "autoread",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          397.0,
          510.0,
          21.0
         ],
         "text": "on: the model is read again when its file changes on disk, as after another export."
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          114.0,
          424.0,
          230.0,
          22.0
         ],
         "attr": "mc",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          425.0,
          510.0,
          34.0
         ],
         "text": "Given where the object is made, as in granvae~ model.ts 8 @mc 1, or by its name, as in mcs.granvae~ model.ts 8: on: one multichannel outlet takes the place of the channels' own.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 4,
         "patching_rect": [
          24.0,
          468.0,
          260.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          508.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "10_attributes_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "10_attributes_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          599.0,
          45.0,
          45.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-24",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-25",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-25",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          0
         ],
         "destination": [
          "obj-26",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          652.0,
          88.0,
          652.0,
          88.0,
          591.0,
          113.5,
          591.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-25",
          1
         ],
         "destination": [
          "obj-26",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          658.0,
          82.0,
          658.0,
          82.0,
          585.0,
          139.5,
          585.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p table-attributes"
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 0,
     "patching_rect": [
      102.0,
      52.0,
      78.0,
      22.0
     ],
     "patcher": {
      "fileversion": 1,
      "appversion": {
       "major": 8,
       "minor": 5,
       "revision": 5,
       "architecture": "x64",
       "modernui": 1
      },
      "classnamespace": "box",
      "rect": [
       100.0,
       100.0,
       920.0,
       800.0
      ],
      "bglocked": 0,
      "openinpresentation": 0,
      "default_fontsize": 12.0,
      "default_fontface": 0,
      "default_fontname": "Arial",
      "gridonopen": 0,
      "gridsize": [
       15.0,
       15.0
      ],
      "gridsnaponopen": 1,
      "objectsnaponopen": 1,
      "statusbarvisible": 2,
      "toolbarvisible": 1,
      "lefttoolbarpinned": 0,
      "toptoolbarpinned": 0,
      "righttoolbarpinned": 0,
      "bottomtoolbarpinned": 0,
      "toolbars_unpinned_last_save": 0,
      "tallnewobj": 0,
      "boxanimatetime": 200,
      "enablehscroll": 1,
      "enablevscroll": 1,
      "devicewidth": 0.0,
      "description": "",
      "digest": "",
      "tags": "",
      "style": "",
      "subpatcher_template": "",
      "assistshowspatchername": 0,
      "boxes": [
       {
        "box": {
         "id": "obj-1",
         "maxclass": "panel",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          0.0,
          0.0,
          920.0,
          72.0
         ],
         "bgcolor": [
          0.11,
          0.13,
          0.17,
          1.0
         ],
         "rounded": 0,
         "background": 1,
         "ignoreclick": 1
        }
       },
       {
        "box": {
         "id": "obj-2",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          20.0,
          8.0,
          420.0,
          34.0
         ],
         "text": "cloud attributes",
         "fontsize": 24.0,
         "fontface": 1,
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-3",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          21.0,
          42.0,
          860.0,
          21.0
         ],
         "text": "What @mode cloud knows besides. Each grain keeps what held when it began; a change is heard from the next one on.",
         "textcolor": [
          0.96,
          0.97,
          0.98,
          1.0
         ]
        }
       },
       {
        "box": {
         "id": "obj-4",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          24.0,
          88.0,
          230.0,
          22.0
         ],
         "attr": "window",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-5",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          89.0,
          510.0,
          34.0
         ],
         "text": "The shape of a grain between its fades: fade is level, expodec decays by 60 dB as a struck sound does, rexpodec is its mirror image.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-6",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          34.0,
          126.0,
          230.0,
          22.0
         ],
         "attr": "transpose",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-7",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          127.0,
          510.0,
          21.0
         ],
         "text": "How much higher than its rate a grain is read."
        }
       },
       {
        "box": {
         "id": "obj-8",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          44.0,
          154.0,
          230.0,
          22.0
         ],
         "attr": "gain",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-9",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          155.0,
          510.0,
          21.0
         ],
         "text": "A grain's gain; 1 is as it is."
        }
       },
       {
        "box": {
         "id": "obj-10",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          54.0,
          182.0,
          230.0,
          22.0
         ],
         "attr": "pan",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-11",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          183.0,
          510.0,
          34.0
         ],
         "text": "Where a grain is heard: -1 left, 1 right. With more than two channels, once round the ring, 0 being the first.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-12",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          64.0,
          220.0,
          230.0,
          22.0
         ],
         "attr": "spray",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-13",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          221.0,
          510.0,
          21.0
         ],
         "text": "How far a grain's start deviates at random, either way."
        }
       },
       {
        "box": {
         "id": "obj-14",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          74.0,
          248.0,
          230.0,
          22.0
         ],
         "attr": "detune",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-15",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          249.0,
          510.0,
          21.0
         ],
         "text": "How far a grain's pitch deviates at random, either way."
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          84.0,
          276.0,
          230.0,
          22.0
         ],
         "attr": "async",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-17",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          277.0,
          510.0,
          21.0
         ],
         "text": "How irregular the onsets are: 0 periodic, 1 wholly random (a Poisson process)."
        }
       },
       {
        "box": {
         "id": "obj-18",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          94.0,
          304.0,
          230.0,
          22.0
         ],
         "attr": "intermittency",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-19",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          305.0,
          510.0,
          21.0
         ],
         "text": "The share of onsets that make no grain, at random."
        }
       },
       {
        "box": {
         "id": "obj-20",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          104.0,
          332.0,
          230.0,
          22.0
         ],
         "attr": "spread",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-21",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          333.0,
          510.0,
          21.0
         ],
         "text": "How far a grain's pan deviates at random, either way."
        }
       },
       {
        "box": {
         "id": "obj-22",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          114.0,
          360.0,
          230.0,
          22.0
         ],
         "attr": "level",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-23",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          361.0,
          510.0,
          21.0
         ],
         "text": "How much softer a grain may be at random."
        }
       },
       {
        "box": {
         "id": "obj-24",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          124.0,
          388.0,
          230.0,
          22.0
         ],
         "attr": "grains",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-25",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          389.0,
          510.0,
          21.0
         ],
         "text": "How many grains may sound at once. One more, and the oldest fades out."
        }
       },
       {
        "box": {
         "id": "obj-26",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          134.0,
          416.0,
          230.0,
          22.0
         ],
         "attr": "compensate",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-27",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          417.0,
          510.0,
          34.0
         ],
         "text": "on: grains get softer as more of them overlap, so that a dense cloud is as loud as a sparse one.",
         "linecount": 2
        }
       },
       {
        "box": {
         "id": "obj-28",
         "maxclass": "attrui",
         "numinlets": 1,
         "numoutlets": 1,
         "patching_rect": [
          144.0,
          454.0,
          230.0,
          22.0
         ],
         "attr": "seed",
         "parameter_enable": 0,
         "outlettype": [
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-29",
         "maxclass": "comment",
         "numinlets": 1,
         "numoutlets": 0,
         "patching_rect": [
          390.0,
          455.0,
          510.0,
          48.0
         ],
         "text": "Which random sequence is played. The same seed plays the same cloud and the same noise of grains; a new one begins the cloud's sequence anew, and draws other noise. Heard with the next block.",
         "linecount": 3
        }
       },
       {
        "box": {
         "id": "obj-30",
         "maxclass": "newobj",
         "numinlets": 4,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          512.0,
          260.0,
          22.0
         ],
         "text": "granvae~ granvae-consort.ts 2 @mode cloud",
         "outlettype": [
          "signal",
          "signal",
          "signal",
          "signal",
          ""
         ]
        }
       },
       {
        "box": {
         "id": "obj-31",
         "maxclass": "live.gain~",
         "numinlets": 2,
         "numoutlets": 5,
         "patching_rect": [
          24.0,
          552.0,
          48.0,
          136.0
         ],
         "parameter_enable": 1,
         "varname": "13_attributes_level",
         "saved_attribute_attributes": {
          "valueof": {
           "parameter_initial": [
            -12.0
           ],
           "parameter_initial_enable": 1,
           "parameter_longname": "13_attributes_level",
           "parameter_mmax": 6.0,
           "parameter_mmin": -70.0,
           "parameter_order": 0,
           "parameter_shortname": "Level",
           "parameter_type": 0,
           "parameter_unitstyle": 4
          }
         },
         "outlettype": [
          "signal",
          "signal",
          "",
          "float",
          "list"
         ]
        }
       },
       {
        "box": {
         "id": "obj-32",
         "maxclass": "ezdac~",
         "numinlets": 2,
         "numoutlets": 0,
         "patching_rect": [
          104.0,
          643.0,
          45.0,
          45.0
         ]
        }
       }
      ],
      "lines": [
       {
        "patchline": {
         "source": [
          "obj-4",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-6",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-8",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-10",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-12",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-14",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-16",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-18",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-20",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-22",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-24",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-26",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-28",
          0
         ],
         "destination": [
          "obj-30",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          0
         ],
         "destination": [
          "obj-31",
          0
         ],
         "order": 0
        }
       },
       {
        "patchline": {
         "source": [
          "obj-30",
          1
         ],
         "destination": [
          "obj-31",
          1
         ],
         "order": 1
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          0
         ],
         "destination": [
          "obj-32",
          0
         ],
         "order": 0,
         "midpoints": [
          33.5,
          696.0,
          88.0,
          696.0,
          88.0,
          635.0,
          113.5,
          635.0
         ]
        }
       },
       {
        "patchline": {
         "source": [
          "obj-31",
          1
         ],
         "destination": [
          "obj-32",
          1
         ],
         "order": 1,
         "midpoints": [
          40.75,
          702.0,
          82.0,
          702.0,
          82.0,
          629.0,
          139.5,
          629.0
         ]
        }
       }
      ],
      "dependency_cache": [],
      "autosave": 0,
      "showontab": 1,
      "isolateaudio": 1
     },
     "text": "p cloud-attributes"
    }
   }
  ],
  "lines": [],
  "dependency_cache": [],
  "autosave": 0,
  "showrootpatcherontab": 0,
  "showontab": 0
 }
}
