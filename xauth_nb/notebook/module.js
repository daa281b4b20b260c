// The card as a page draws it that has no ipywidgets: elements with the classes of ipywidgets, so that one style sheet
// and one script serve both. What is typed and pressed goes to the kernel as a message of its own, never into the model.
const make = (kind, look, ...inside) => {
  const element = document.createElement(kind);
  element.className = look;
  element.append(...inside);
  return element;
};

function render({model, el}) {
  const card = make('div', 'xauth-nb-card');
  const parts = {};
  let number = 0;
  const part = (name, sheet) => parts[name] ||= name in sheet.html ? makeHtml() : name in sheet.boxes ? makeBox(name) : makeButton(name, sheet);
  const makeHtml = () => make('div', 'widget-html', make('div', 'widget-html-content'));
  const makeBox = (name) => {
    const input = make('input', ''), label = make('label', 'widget-label');
    input.type = name === 'pin' ? 'text' : 'password';
    input.autocomplete = 'off';
    input.spellcheck = false;
    label.htmlFor = input.id = `xauth-nb-${model.get('seen')}-${name}-${++number}`;
    input.addEventListener('change', () => { if (input.value) model.send({part: name, 'xauth-nb-typed': input.value}); });
    return make('div', name === 'pin' ? 'widget-text' : 'widget-password widget-text', label, input);
  };
  const makeButton = (name, sheet) => {
    const [text, tooltip] = sheet.buttons[name];
    const button = make('button', 'jupyter-button', text);
    Object.assign(button, {type: 'button', title: tooltip});
    button.addEventListener('click', () => model.send({part: name}));
    return button;
  };
  const draw = () => {
    const sheet = model.get('sheet');
    const set = (element, key, value) => { if (element[key] !== value) element[key] = value; };
    for (const [name, html] of Object.entries(sheet.html)) {
      const content = part(name, sheet).firstChild;
      if (content.xauthNbDrawn !== html) content.innerHTML = content.xauthNbDrawn = html;
    }
    for (const [name, box] of Object.entries(sheet.boxes)) {
      const [label, input] = part(name, sheet).children;
      set(label, 'textContent', box.label);
      set(input, 'placeholder', box.placeholder);
      parts[name].classList.toggle('xauth-nb-address', box.is_wide);
    }
    for (const name of Object.keys(sheet.buttons)) {
      part(name, sheet).disabled = sheet.is_busy;
      parts[name].classList.toggle('mod-primary', name === sheet.filled);
      parts[name].classList.toggle('xauth-nb-quiet', name !== sheet.filled);
    }
    parts.pin.lastChild.disabled = sheet.is_busy;
    for (const [name, element] of Object.entries(parts)) element.classList.toggle('xauth-nb-focus', name === sheet.focus);
    const plan = JSON.stringify(sheet.rows);
    if (card.xauthNbPlan === plan) return; // what is being typed keeps its focus
    card.xauthNbPlan = plan;
    card.replaceChildren(...sheet.rows.map((row) => {
      const inside = row.parts.map((name) => parts[name]);
      return row.look ? make('div', row.look, ...inside) : inside[0];
    }));
  };
  const answer = () => {
    if (model.get('seen') === model.get('changes')) return;
    model.set('seen', model.get('changes'));
    model.save_changes();
  };
  draw();
  el.append(card);
  card.xauthNbKeeps = true; // the channel keeps each message until the kernel takes it: nothing is offered twice
  wire.call(card);
  model.on('change:sheet', draw);
  model.on('change:changes', answer);
  answer();
  return () => { model.off('change:sheet', draw); model.off('change:changes', answer); };
}

export default {render};
