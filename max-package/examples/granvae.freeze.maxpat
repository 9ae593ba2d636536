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
   900.0,
   720.0
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
      900.0,
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
     "text": "freeze",
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
      840.0,
      21.0
     ],
     "text": "Sixteen instances read one grain from places that keep changing: what was a loop becomes a standing texture. Freeze holds it.",
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
      450.0,
      820.0,
      22.0
     ],
     "text": "mc.granvae~ granvae-consort.ts @chans 16 @law equal-power",
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
     "text": "Move or freeze",
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
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      24.0,
      116.0,
      24.0,
      24.0
     ],
     "parameter_enable": 0,
     "outlettype": [
      "int"
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
      54.0,
      118.0,
      260.0,
      21.0
     ],
     "text": "on: the texture changes; off: it is frozen"
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      24.0,
      154.0,
      70.024,
      22.0
     ],
     "text": "metro 400",
     "outlettype": [
      "bang"
     ]
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      24.0,
      190.0,
      100.048,
      22.0
     ],
     "text": "random 100000",
     "outlettype": [
      "int"
     ]
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      24.0,
      226.0,
      133.392,
      22.0
     ],
     "text": "setvalue 0 random $1",
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
      180.0,
      227.0,
      200.0,
      34.0
     ],
     "text": "one seed for all: the same grain in every instance",
     "linecount": 2
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      130.0,
      154.0,
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
     "id": "obj-13",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      160.0,
      156.0,
      80.0,
      21.0
     ],
     "text": "one step"
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      90.0,
      290.0,
      100.0,
      23.0
     ],
     "text": "Density",
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
     "id": "obj-15",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      92.0,
      322.0,
      87.364,
      22.0
     ],
     "text": "loadmess 12.",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      92.0,
      360.0,
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
     "id": "obj-17",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      92.0,
      398.0,
      86.712,
      22.0
     ],
     "text": "deviate 3. $1",
     "outlettype": [
      ""
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
      162.0,
      355.0,
      122.0,
      34.0
     ],
     "text": "grains a second; no two instances alike",
     "linecount": 2
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      289.0,
      290.0,
      80.0,
      23.0
     ],
     "text": "Place",
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
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      291.0,
      322.0,
      135.232,
      22.0
     ],
     "text": "mc.noise~ @chans 16",
     "outlettype": [
      "multichannelsignal"
     ]
    }
   },
   {
    "box": {
     "id": "obj-21",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      291.0,
      360.0,
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
     "id": "obj-22",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      291.0,
      398.0,
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
     "id": "obj-23",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      395.0,
      361.0,
      150.0,
      34.0
     ],
     "text": "a new place at every onset",
     "linecount": 2
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "number",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      558.0,
      398.0,
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
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      558.0,
      322.0,
      90.7,
      22.0
     ],
     "text": "loadmess 256",
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
      629.5,
      392.0,
      140.0,
      34.0
     ],
     "text": "crossfade: the longest there is",
     "linecount": 2
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      24.0,
      490.0,
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
     "id": "obj-28",
     "maxclass": "live.gain~",
     "numinlets": 2,
     "numoutlets": 5,
     "patching_rect": [
      24.0,
      562.0,
      48.0,
      136.0
     ],
     "parameter_enable": 1,
     "varname": "freeze_level",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_initial": [
        -12.0
       ],
       "parameter_initial_enable": 1,
       "parameter_longname": "freeze_level",
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
     "id": "obj-29",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      24.0,
      522.0,
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
     "id": "obj-30",
     "maxclass": "ezdac~",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      104.0,
      653.0,
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
      "obj-9",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-9",
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
      "obj-9",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-15",
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
      1
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
      "obj-27",
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
      "obj-29",
      0
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
      "obj-28",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-29",
      1
     ],
     "destination": [
      "obj-28",
      1
     ],
     "order": 1
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
     "order": 0,
     "midpoints": [
      33.5,
      706.0,
      88.0,
      706.0,
      88.0,
      645.0,
      113.5,
      645.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-28",
      1
     ],
     "destination": [
      "obj-30",
      1
     ],
     "order": 1,
     "midpoints": [
      40.75,
      712.0,
      82.0,
      712.0,
      82.0,
      639.0,
      139.5,
      639.0
     ]
    }
   }
  ],
  "dependency_cache": [],
  "autosave": 0
 }
}
