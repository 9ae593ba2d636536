// Tabs: arrow keys move between them, as the ARIA practices say.

const TABS = {
  begin() {
    const tabs = Array.from(document.querySelectorAll(".tabs [role=tab]"));
    const show = (chosen) => {
      for (const tab of tabs) {
        const own = tab === chosen;
        tab.setAttribute("aria-selected", own);
        tab.tabIndex = own ? 0 : -1;
        $(tab.getAttribute("aria-controls")).hidden = !own;
      }
      WAVE.due();
    };
    tabs.forEach((tab, i) => {
      tab.onclick = () => show(tab);
      tab.onkeydown = (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        const next = tabs[(i + step + tabs.length) % tabs.length];
        next.focus();
        show(next);
      };
    });
    show(tabs[0]);
  },
};
