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
   980.0,
   770.0
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
      980.0,
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
     "text": "rhythm from latent steps",
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
      920.0,
      21.0
     ],
     "text": "A line of sixteen points becomes one table. Each step of the sequence plays one of its grains, at its own level.",
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
      520.0,
      640.0,
      22.0
     ],
     "text": "granvae~ granvae-consort.ts @length 512",
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
      120.0,
      330.0,
      22.0
     ],
     "text": "line 16 2.5 -2 1.5 1 0 0 0 0 0 0 0 0 0 0 0 0",
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
      22.0,
      84.0,
      90.0,
      23.0
     ],
     "text": "The line",
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
     "id": "obj-7",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      120.0,
      88.0,
      65.368,
      22.0
     ],
     "text": "loadbang",
     "outlettype": [
      "bang"
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
      400.0,
      84.0,
      260.0,
      23.0
     ],
     "text": "The sequence",
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
     "id": "obj-9",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      402.0,
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
     "id": "obj-10",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      402.0,
      152.0,
      70.024,
      22.0
     ],
     "text": "metro 125",
     "outlettype": [
      "bang"
     ]
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "newobj",
     "numinlets": 5,
     "numoutlets": 4,
     "patching_rect": [
      402.0,
      188.0,
      104.0,
      22.0
     ],
     "text": "counter 1 16",
     "outlettype": [
      "int",
      "",
      "",
      "int"
     ]
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      402.0,
      224.0,
      89.38,
      22.0
     ],
     "text": "prepend fetch",
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
      430.0,
      118.0,
      60.0,
      21.0
     ],
     "text": "play"
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      480.0,
      153.0,
      120.0,
      21.0
     ],
     "text": "125 ms a step"
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "multislider",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      402.0,
      270.0,
      240.0,
      100.0
     ],
     "size": 16,
     "setminmax": [
      0.0,
      15.0
     ],
     "settype": 0,
     "setstyle": 1,
     "spacing": 2,
     "parameter_enable": 0,
     "outlettype": [
      "",
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "multislider",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      670.0,
      270.0,
      240.0,
      100.0
     ],
     "size": 16,
     "setminmax": [
      0.0,
      1.0
     ],
     "settype": 1,
     "setstyle": 1,
     "spacing": 2,
     "parameter_enable": 0,
     "outlettype": [
      "",
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
      402.0,
      374.0,
      160.0,
      21.0
     ],
     "text": "which grain of the line"
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      670.0,
      374.0,
      120.0,
      21.0
     ],
     "text": "how loud"
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      560.0,
      188.0,
      247.492,
      22.0
     ],
     "text": "loadmess 0 4 8 4 12 2 15 6 0 9 3 9 14 5 7 1",
     "outlettype": [
      ""
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
      600.0,
      222.0,
      334.228,
      22.0
     ],
     "text": "loadmess 1. 0. 0.6 0.3 1. 0. 0.7 0. 1. 0.2 0.6 0. 0.9 0.5 0. 0.7",
     "outlettype": [
      ""
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
      231.0,
      470.0,
      47.356,
      22.0
     ],
     "text": "* 384.",
     "outlettype": [
      "float"
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
      307.0,
      462.0,
      150.0,
      34.0
     ],
     "text": "a grain of the line begins every grain less a quarter",
     "linecount": 2
    }
   },
   {
    "box": {
     "id": "obj-23",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      80.0,
      470.0,
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
     "id": "obj-24",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      80.0,
      436.0,
      94.036,
      22.0
     ],
     "text": "loadmess 82.4",
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
      150.0,
      471.0,
      40.0,
      21.0
     ],
     "text": "Hz"
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      670.0,
      420.0,
      78.048,
      22.0
     ],
     "text": "$1 3 0. 140",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "patching_rect": [
      670.0,
      458.0,
      44.0,
      22.0
     ],
     "text": "line~",
     "outlettype": [
      "signal",
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
      760.0,
      421.0,
      150.0,
      21.0
     ],
     "text": "up in 3 ms, down in 140"
    }
   },
   {
    "box": {
     "id": "obj-29",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      24.0,
      562.0,
      44.0,
      22.0
     ],
     "text": "*~",
     "outlettype": [
      "signal"
     ]
    }
   },
   {
    "box": {
     "id": "obj-30",
     "maxclass": "live.gain~",
     "numinlets": 2,
     "numoutlets": 5,
     "patching_rect": [
      24.0,
      604.0,
      48.0,
      136.0
     ],
     "parameter_enable": 1,
     "varname": "rhythm_level",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_initial": [
        -12.0
       ],
       "parameter_initial_enable": 1,
       "parameter_longname": "rhythm_level",
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
     "id": "obj-31",
     "maxclass": "ezdac~",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      104.0,
      695.0,
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
      "obj-5",
      0
     ],
     "order": 0,
     "midpoints": [
      129.5,
      114.0,
      33.5,
      114.0
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
      "obj-11",
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
      "obj-15",
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
      "obj-16",
      0
     ],
     "order": 0,
     "midpoints": [
      411.5,
      258.0,
      679.5,
      258.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-19",
      0
     ],
     "destination": [
      "obj-15",
      0
     ],
     "order": 0,
     "midpoints": [
      569.5,
      252.0,
      411.5,
      252.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-20",
      0
     ],
     "destination": [
      "obj-16",
      0
     ],
     "order": 0,
     "midpoints": [
      609.5,
      264.0,
      679.5,
      264.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-15",
      1
     ],
     "destination": [
      "obj-21",
      0
     ],
     "order": 0,
     "midpoints": [
      632.5,
      444.0,
      240.5,
      444.0
     ]
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
      "obj-23",
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
      "obj-4",
      1
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-16",
      1
     ],
     "destination": [
      "obj-26",
      0
     ],
     "order": 0,
     "midpoints": [
      900.5,
      404.0,
      679.5,
      404.0
     ]
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
      "obj-27",
      0
     ],
     "destination": [
      "obj-29",
      1
     ],
     "order": 0,
     "midpoints": [
      679.5,
      556.0,
      58.5,
      556.0
     ]
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
      "obj-30",
      1
     ],
     "order": 1
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
     "order": 0,
     "midpoints": [
      33.5,
      748.0,
      88.0,
      748.0,
      88.0,
      687.0,
      113.5,
      687.0
     ]
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
     "order": 1,
     "midpoints": [
      40.75,
      754.0,
      82.0,
      754.0,
      82.0,
      681.0,
      139.5,
      681.0
     ]
    }
   }
  ],
  "dependency_cache": [],
  "autosave": 0
 }
}
