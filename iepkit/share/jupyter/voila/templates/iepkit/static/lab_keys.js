// JupyterLab takes single letters and arrows for shortcuts of the notebook unless the
// very element that has the focus says no: pressed on a radio button they would add a
// cell or leave the widget.

export function keepKeys(el) {
  el.addEventListener("focusin", ({ target }) => {
    target.dataset.lmSuppressShortcuts = "true";
  });
  el.addEventListener("focusout", ({ target }) => {
    delete target.dataset.lmSuppressShortcuts;
  });
}
