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
   940.0,
   740.0
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
      940.0,
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
     "text": "cloud",
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
      880.0,
      21.0
     ],
     "text": "Hundreds of grains from one path through the latent space: how dense, how long, from where, how high, and how far each may differ.",
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
      520.0,
      620.0,
      22.0
     ],
     "text": "granvae~ granvae-consort.ts 2 @mode cloud @compensate 1 @async 1 @spray 2000 @spread 1 @level 12",
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
      84.0,
      90.0,
      23.0
     ],
     "text": "The path",
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
      120.0,
      330.0,
      22.0
     ],
     "text": "line 48 2.5 -2 1.5 1 0 0 0 0 0 0 0 0 0 0 0 0",
     "outlettype": [
      ""
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
      78.0,
      166.0,
      100.0,
      23.0
     ],
     "text": "Pitch",
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
     "maxclass": "kslider",
     "numinlets": 2,
     "numoutlets": 2,
     "patching_rect": [
      80.0,
      196.0,
      336.0,
      53.0
     ],
     "parameter_enable": 0,
     "outlettype": [
      "int",
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
      80.0,
      262.0,
      44.0,
      22.0
     ],
     "text": "- 60.",
     "outlettype": [
      "float"
     ]
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      80.0,
      296.0,
      87.372,
      22.0
     ],
     "text": "transpose $1",
     "outlettype": [
      ""
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
      170.0,
      297.0,
      180.0,
      21.0
     ],
     "text": "the middle C is as recorded"
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      78.0,
      346.0,
      90.0,
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
     "id": "obj-14",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      80.0,
      412.0,
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
     "id": "obj-15",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      80.0,
      378.0,
      94.036,
      22.0
     ],
     "text": "loadmess 150.",
     "outlettype": [
      ""
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
      78.0,
      438.0,
      110.0,
      21.0
     ],
     "text": "grains a second"
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      222.33333333333334,
      346.0,
      90.0,
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
     "id": "obj-18",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      224.33333333333334,
      378.0,
      90.0,
      22.0
     ],
     "text": "phasor~ 0.03",
     "outlettype": [
      "signal"
     ]
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      224.33333333333334,
      412.0,
      90.0,
      22.0
     ],
     "text": "*~ 15360.",
     "outlettype": [
      "signal"
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
      236.33333333333334,
      438.0,
      130.0,
      34.0
     ],
     "text": "once along the path in half a minute",
     "linecount": 2
    }
   },
   {
    "box": {
     "id": "obj-21",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      422.6666666666667,
      346.0,
      90.0,
      23.0
     ],
     "text": "Length",
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
     "id": "obj-22",
     "maxclass": "number",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      424.6666666666667,
      412.0,
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
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      424.6666666666667,
      470.0,
      44.0,
      22.0
     ],
     "text": "* 0.5",
     "outlettype": [
      "float"
     ]
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      502.6666666666667,
      446.0,
      67.368,
      22.0
     ],
     "text": "length $1",
     "outlettype": [
      ""
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
      424.6666666666667,
      378.0,
      97.372,
      22.0
     ],
     "text": "loadmess 4000",
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
      502.6666666666667,
      412.0,
      96.0,
      34.0
     ],
     "text": "samples, half of them fades",
     "linecount": 2
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      623.0,
      346.0,
      90.0,
      23.0
     ],
     "text": "Rate",
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
     "id": "obj-28",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      625.0,
      412.0,
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
     "id": "obj-29",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      625.0,
      378.0,
      80.692,
      22.0
     ],
     "text": "loadmess 1.",
     "outlettype": [
      ""
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
      637.0,
      438.0,
      130.0,
      34.0
     ],
     "text": "1 as recorded, below 0 backwards",
     "linecount": 2
    }
   },
   {
    "box": {
     "id": "obj-31",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      560.0,
      84.0,
      260.0,
      23.0
     ],
     "text": "How far grains scatter",
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
     "id": "obj-32",
     "maxclass": "attrui",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      562.0,
      116.0,
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
     "id": "obj-33",
     "maxclass": "attrui",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      562.0,
      144.0,
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
     "id": "obj-34",
     "maxclass": "attrui",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      562.0,
      172.0,
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
     "id": "obj-35",
     "maxclass": "attrui",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      562.0,
      200.0,
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
     "id": "obj-36",
     "maxclass": "attrui",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      562.0,
      228.0,
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
     "id": "obj-37",
     "maxclass": "attrui",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      562.0,
      256.0,
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
     "id": "obj-38",
     "maxclass": "attrui",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      562.0,
      284.0,
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
     "id": "obj-39",
     "maxclass": "attrui",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      562.0,
      312.0,
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
     "id": "obj-40",
     "maxclass": "live.gain~",
     "numinlets": 2,
     "numoutlets": 5,
     "patching_rect": [
      24.0,
      566.0,
      48.0,
      136.0
     ],
     "parameter_enable": 1,
     "varname": "cloud_level",
     "saved_attribute_attributes": {
      "valueof": {
       "parameter_initial": [
        -12.0
       ],
       "parameter_initial_enable": 1,
       "parameter_longname": "cloud_level",
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
     "id": "obj-41",
     "maxclass": "ezdac~",
     "numinlets": 2,
     "numoutlets": 0,
     "patching_rect": [
      104.0,
      657.0,
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
      "obj-7",
      0
     ],
     "destination": [
      "obj-6",
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
      "obj-4",
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
      "obj-19",
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
      2
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
      "obj-4",
      0
     ],
     "order": 0,
     "midpoints": [
      512.1666666666667,
      502.0,
      33.5,
      502.0
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
      "obj-28",
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
      "obj-4",
      3
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
      "obj-4",
      0
     ],
     "order": 0,
     "midpoints": [
      571.5,
      142.0,
      812.0,
      142.0,
      812.0,
      508.0,
      33.5,
      508.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-33",
      0
     ],
     "destination": [
      "obj-4",
      0
     ],
     "order": 0,
     "midpoints": [
      571.5,
      170.0,
      818.0,
      170.0,
      818.0,
      508.0,
      33.5,
      508.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-34",
      0
     ],
     "destination": [
      "obj-4",
      0
     ],
     "order": 0,
     "midpoints": [
      571.5,
      198.0,
      824.0,
      198.0,
      824.0,
      508.0,
      33.5,
      508.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-35",
      0
     ],
     "destination": [
      "obj-4",
      0
     ],
     "order": 0,
     "midpoints": [
      571.5,
      226.0,
      830.0,
      226.0,
      830.0,
      508.0,
      33.5,
      508.0
     ]
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
      0
     ],
     "order": 0,
     "midpoints": [
      571.5,
      254.0,
      836.0,
      254.0,
      836.0,
      508.0,
      33.5,
      508.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-37",
      0
     ],
     "destination": [
      "obj-4",
      0
     ],
     "order": 0,
     "midpoints": [
      571.5,
      282.0,
      842.0,
      282.0,
      842.0,
      508.0,
      33.5,
      508.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-38",
      0
     ],
     "destination": [
      "obj-4",
      0
     ],
     "order": 0,
     "midpoints": [
      571.5,
      310.0,
      848.0,
      310.0,
      848.0,
      508.0,
      33.5,
      508.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-39",
      0
     ],
     "destination": [
      "obj-4",
      0
     ],
     "order": 0,
     "midpoints": [
      571.5,
      338.0,
      854.0,
      338.0,
      854.0,
      508.0,
      33.5,
      508.0
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
      "obj-40",
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
      "obj-40",
      1
     ],
     "order": 1
    }
   },
   {
    "patchline": {
     "source": [
      "obj-40",
      0
     ],
     "destination": [
      "obj-41",
      0
     ],
     "order": 0,
     "midpoints": [
      33.5,
      710.0,
      88.0,
      710.0,
      88.0,
      649.0,
      113.5,
      649.0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-40",
      1
     ],
     "destination": [
      "obj-41",
      1
     ],
     "order": 1,
     "midpoints": [
      40.75,
      716.0,
      82.0,
      716.0,
      82.0,
      643.0,
      139.5,
      643.0
     ]
    }
   }
  ],
  "dependency_cache": [],
  "autosave": 0
 }
}
