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
   680.0,
   520.0
  ],
  "bglocked": 0,
  "openinpresentation": 1,
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
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      24.0,
      16.0,
      420.0,
      48.0
     ],
     "text": "Two cords make an instrument: the outlet to the left inlet of granvae~, and its right (info) outlet back to the inlet here. The number of sliders follows the model.",
     "linecount": 3
    }
   },
   {
    "box": {
     "id": "obj-2",
     "maxclass": "inlet",
     "numinlets": 0,
     "numoutlets": 1,
     "patching_rect": [
      24.0,
      76.0,
      30.0,
      30.0
     ],
     "index": 1,
     "comment": "reports of granvae~ (info outlet); messages to the sliders, as select 1 0.5",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "newobj",
     "numinlets": 7,
     "numoutlets": 7,
     "patching_rect": [
      24.0,
      124.0,
      300.0,
      22.0
     ],
     "text": "route loaded latents error late written info",
     "outlettype": [
      "",
      "",
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
     "id": "obj-4",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 4,
     "patching_rect": [
      24.0,
      164.0,
      97.384,
      22.0
     ],
     "text": "unpack s 0 0 0.",
     "outlettype": [
      "",
      "int",
      "int",
      "float"
     ]
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      52.0,
      204.0,
      84.7,
      22.0
     ],
     "text": "prepend size",
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
      150.0,
      204.0,
      94.036,
      22.0
     ],
     "text": "prepend setlist",
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
      146.0,
      164.0,
      170.0,
      21.0
     ],
     "text": "as many sliders as latents"
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "multislider",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      24.0,
      250.0,
      304.0,
      104.0
     ],
     "presentation": 1,
     "presentation_rect": [
      8,
      32,
      304,
      108
     ],
     "size": 16,
     "setminmax": [
      -3.0,
      3.0
     ],
     "setstyle": 1,
     "signed": 1,
     "orientation": 1,
     "spacing": 2,
     "contdata": 1,
     "settype": 1,
     "parameter_enable": 0,
     "outlettype": [
      "",
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "patching_rect": [
      360.0,
      124.0,
      54.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      196,
      6,
      54,
      18
     ],
     "text": "zero",
     "parameter_enable": 0,
     "rounded": 4.0,
     "outlettype": [
      "",
      "",
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
      360.0,
      164.0,
      32.0,
      22.0
     ],
     "text": "0.",
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
      424.0,
      125.0,
      220.0,
      21.0
     ],
     "text": "the middle of what the model learned"
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      24.0,
      374.0,
      80.692,
      22.0
     ],
     "text": "speedlim 20",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      24.0,
      410.0,
      92.716,
      22.0
     ],
     "text": "prepend latent",
     "outlettype": [
      ""
     ]
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "outlet",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      24.0,
      456.0,
      30.0,
      30.0
     ],
     "index": 1,
     "comment": "latent and random, for granvae~"
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "textbutton",
     "numinlets": 1,
     "numoutlets": 3,
     "patching_rect": [
      360.0,
      374.0,
      54.0,
      20.0
     ],
     "presentation": 1,
     "presentation_rect": [
      258,
      6,
      54,
      18
     ],
     "text": "random",
     "parameter_enable": 0,
     "rounded": 4.0,
     "outlettype": [
      "",
      "",
      "int"
     ]
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      360.0,
      410.0,
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
     "id": "obj-17",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      424.0,
      375.0,
      240.0,
      21.0
     ],
     "text": "granvae~ draws; its answer sets the sliders"
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      24.0,
      492.0,
      80.0,
      21.0
     ],
     "presentation": 1,
     "presentation_rect": [
      6,
      4,
      120,
      20
     ],
     "text": "latents",
     "fontface": 1
    }
   }
  ],
  "lines": [
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-3",
      0
     ],
     "order": 0
    }
   },
   {
    "patchline": {
     "source": [
      "obj-3",
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
      "obj-4",
      1
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
      "obj-3",
      1
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
      "obj-5",
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
      "obj-3",
      6
     ],
     "destination": [
      "obj-8",
      0
     ],
     "order": 0,
     "midpoints": [
      314.5,
      238.0,
      33.5,
      238.0
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
      "obj-8",
      0
     ],
     "order": 0,
     "midpoints": [
      369.5,
      238.0,
      33.5,
      238.0
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
      "obj-13",
      0
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
      "obj-14",
      0
     ],
     "order": 0,
     "midpoints": [
      369.5,
      444.0,
      33.5,
      444.0
     ]
    }
   }
  ],
  "dependency_cache": [],
  "autosave": 0
 }
}
