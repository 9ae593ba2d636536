// The tabs of the panel beside the map.

const TABS = {
  begin() {
    const tabs = Array.from(document.querySelectorAll(".tabs [role=tab]"));
    const choose = choices(tabs, "aria-selected", { ArrowRight: 1, ArrowLeft: -1 }, (chosen) => {
      for (const tab of tabs) $(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
      WAVE.due();
    });
    choose(tabs[0]);
  },
};
