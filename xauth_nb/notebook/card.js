// Typed text stays in the page until it is sent. Sending it takes two changes in one turn: the second empties the
// widget's model again, so there is no moment in which a saved notebook could hold it, whether a kernel answers or not.
const card = this.closest('.xauth-nb-card');
if (card && !card.xauthNb) {
  card.xauthNb = true;
  card.classList.add('xauth-nb-scripted');
  const boxes = () => [...card.querySelectorAll('input')];
  const isBox = (element) => element.tagName === 'INPUT';
  const tell = (box) => box.dispatchEvent(new Event('change', {bubbles: true}));
  let isSending = false, isPressing = false, waits = [];
  const unanswered = new Set(); // boxes of which a text is under way
  const answered = () => {
    waits.forEach(clearTimeout);
    waits = [];
    unanswered.clear();
    card.classList.remove('xauth-nb-unanswered');
  };
  const expectAnswer = () => waits.push(setTimeout(() => card.classList.add('xauth-nb-unanswered'), 4000));
  // Whenever anything of a box changes, ipywidgets puts into it what its model holds: nothing. What was being typed
  // there goes back.
  const typing = new WeakMap();
  const putBack = () => { for (const box of boxes()) if (!box.value && typing.get(box)) box.value = typing.get(box); };
  const put = (box, text) => {
    if (!card.contains(box)) return;
    isSending = true;
    try { box.value = text; tell(box); } finally { box.value = ''; tell(box); isSending = false; putBack(); }
  };
  // While an earlier message of a box is under way, ipywidgets sends only the last of later changes: the empty one.
  // So a text is offered again, as long as nothing has answered. What did arrive holds these back in the same way, and
  // would hold back another text too: that one stays in its box until the first is answered.
  const send = () => {
    for (const box of boxes().filter((each) => each.value && !each.disabled && !unanswered.has(each))) {
      const text = box.value;
      typing.delete(box);
      put(box, text);
      if (!card.xauthNbKeeps) {
        unanswered.add(box);
        for (const delay of [1000, 2500]) waits.push(setTimeout(put, delay, box, text));
      }
      expectAnswer();
    }
  };
  // One button is filled: the link until the page was opened, and then the one beside the box.
  const choose = () => {
    const link = card.querySelector('a.xauth-nb-go');
    const isOpened = !!link && card.xauthNbOpened === link.href || boxes().some((box) => box.value);
    card.classList.toggle('xauth-nb-opened', isOpened);
  };
  // A change can take away what had the focus, or a box was sent by Enter. Then the keyboard goes on where the kernel
  // says, unless something is being typed again. Whether it was here is kept by the place, because the card is drawn anew
  // where the words for other places change.
  const place = card.closest('.jp-OutputArea') || card;
  let sent = null, led = null;
  const isHere = (event) => event.composedPath().includes(card); // the card may stand in a shadow of the page
  document.addEventListener('focusin', (event) => { if (card.isConnected) place.xauthNbInside = isHere(event); });
  document.addEventListener('pointerdown', (event) => {
    if (card.isConnected && !isHere(event)) place.xauthNbInside = false;
  });
  const refocus = () => {
    const at = card.getRootNode().activeElement, isLed = at && (at === sent || at === led) && !at.value;
    if (!card.isConnected || !place.xauthNbInside) return;
    if (!isLed && document.activeElement && document.activeElement !== document.body) return;
    const next = card.querySelector('.xauth-nb-focus');
    const target = next && (next.matches('button, a') ? next : next.querySelector('input, a, button'));
    if (!target || target === at || target.disabled) return;
    target.focus({preventScroll: true});
    led = target; // one answer can change the card twice: it is led on from here
  };
  const on = (event, act) => card.addEventListener(event, act, true);
  on('change', (event) => { if (isBox(event.target) && !isSending) event.stopPropagation(); });
  // No browser is to keep what is typed, or to offer it again.
  on('focusin', (event) => { if (isBox(event.target)) event.target.autocomplete = 'off'; });
  on('keydown', (event) => {
    if (!isBox(event.target) || event.key !== 'Enter' || event.isComposing) return;
    sent = event.target;
    send();
  });
  on('pointerdown', (event) => {
    isPressing = !!event.target.closest('button, a');
    setTimeout(() => { isPressing = false; }, 500);
  });
  // Leaving the card sends what is in its boxes. Going to another part of it, or to another window, does not.
  on('focusout', (event) => {
    const stays = isPressing || card.contains(event.relatedTarget) || card.getRootNode().activeElement === event.target;
    if (isBox(event.target) && !stays) send();
  });
  // A button does what it says: the filled one sends, and each other drops what was typed.
  on('input', (event) => { typing.set(event.target, event.target.value); choose(); });
  on('click', (event) => {
    const link = event.target.closest('a.xauth-nb-go');
    if (link) { card.xauthNbOpened = link.href; choose(); }
    const button = event.target.closest('button');
    if (!button) return;
    if (button.classList.contains('mod-primary')) send();
    else {
      answered(); // nothing more is offered
      for (const box of boxes()) { typing.delete(box); box.value = ''; }
    }
    expectAnswer();
  });
  // *Run All Cells* leads the page to its end. A cell that waits for a person is brought back.
  const cell = card.closest('.jp-Cell');
  if (cell && /\*/.test(cell.querySelector('.jp-InputPrompt')?.textContent)) cell.scrollIntoView({block: 'nearest'});
  // Whatever the kernel answers changes the parts of the card, its words, or what an empty box says.
  new MutationObserver(() => { putBack(); answered(); choose(); setTimeout(refocus); })
    .observe(card, {subtree: true, childList: true, attributeFilter: ['placeholder']});
  new MutationObserver(() => { putBack(); setTimeout(refocus); })
    .observe(card, {subtree: true, attributeFilter: ['class', 'disabled']});
  setTimeout(refocus);
}
