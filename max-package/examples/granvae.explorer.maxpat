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
   1180.0,
   980.0
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
      1180.0,
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
     "text": "explorer",
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
      1120.0,
      21.0
     ],
     "text": "Map, sliders, pad, keyboard and snapshots on one page. For a model of your own: granvae explorer my-model.ts --out granvae-explorer.html",
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
     "maxclass": "jweb",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      20.0,
      120.0,
      1140.0,
      560.0
     ],
     "outlettype": [
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
      120.0,
      88.0,
      177.384,
      22.0
     ],
     "text": "readfile granvae-explorer.html",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      20.0,
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
     "id": "obj-7",
     "maxclass": "newobj",
     "numinlets": 5,
     "numoutlets": 5,
     "patching_rect": [
      20.0,
      696.0,
      520.0,
      22.0
     ],
     "text": "route frequency start crossfade rate",
     "outlettype": [
      "",
      "",
      "",
      "",
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "newobj",
     "numinlets": 4,
     "numoutlets": 4,
     "patching_rect": [
      20.0,
      764.0,
      520.0,
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
     "id": "obj-9",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      560.0,
      697.0,
      340.0,
      21.0
     ],
     "text": "numbers go to their inlets, all else to the first"
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      560.0,
      765.0,
      340.0,
      21.0
     ],
     "text": "what granvae~ reports goes back to the page"
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
      814.0,
      48.0,
      136.0
     ],
     "parameter_enable": 1,
     "varname": "explorer_level",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_initial": [
        -12.0
       ],
       "parameter_initial_enable": 1,
       "parameter_longname": "explorer_level",
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
      905.0,
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
      "obj-5",
      0
     ],
     "order": 0
    }
   },
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
     "order": 0,
     "midpoints": [
      129.5,
      114.0,
      29.5,
      114.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-4",
      0
     ],
     "destination": [
      "obj-7",
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
      "obj-8",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      1
     ],
     "destination": [
      "obj-8",
      1
     ],
     "order": 1
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      2
     ],
     "destination": [
      "obj-8",
      2
     ],
     "order": 2
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      3
     ],
     "destination": [
      "obj-8",
      3
     ],
     "order": 3
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      4
     ],
     "destination": [
      "obj-8",
      0
     ],
     "order": 4,
     "midpoints": [
      530.5,
      744.0,
      570.5,
      744.0,
      570.5,
      752.0,
      29.5,
      752.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-8",
      3
     ],
     "destination": [
      "obj-4",
      0
     ],
     "order": 0,
     "midpoints": [
      530.5,
      800.0,
      1168.0,
      800.0,
      1168.0,
      110.0,
      29.5,
      110.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-8",
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
      "obj-8",
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
      958.0,
      88.0,
      958.0,
      88.0,
      897.0,
      113.5,
      897.0
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
      964.0,
      82.0,
      964.0,
      82.0,
      891.0,
      139.5,
      891.0
     ]
    }
   }
  ],
  "dependency_cache": [],
  "autosave": 0
 }
}
