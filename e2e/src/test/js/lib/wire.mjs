// What a server says is changed on its way to a page, to show states that need another server's settings.

/** The page's connection: `rules` are read for each packet, so a test may change them; what the page asks is kept. */
export async function tapped(page, rules = {}) {
  const tap = { rules, asked: [], isIn: false, say: () => {}, cut: () => {} };
  await page.routeWebSocket(/socket\.io/, (near) => {
    const far = near.connectToServer();
    tap.say = (event, value) => near.send(`42${JSON.stringify([event, value])}`);
    near.onMessage((packet) => {
      const asked = /^42(\d*)(\[.*)$/s.exec(String(packet));
      const [event, value] = asked ? JSON.parse(asked[2]) : [];
      if (event) tap.asked.push({ event, value });
      const answer = asked?.[1] && tap.rules.answers?.[event];
      if (answer) near.send(`43${asked[1]}${JSON.stringify([answer(value)])}`);
      else far.send(packet);
    });
    far.onMessage((packet) => {
      const text = String(packet);
      const answered = /^43(\d+)(\[.*)$/s.exec(text);
      const [value] = answered ? JSON.parse(answered[2]) : [];
      tap.isIn ||= value?.me !== undefined;
      if (!value?.me || !tap.rules.joined) return near.send(packet);
      near.send(`43${answered[1]}${JSON.stringify([{ ...value, ...tap.rules.joined, me: { ...value.me, ...tap.rules.me } }])}`);
    });
  });
  return tap;
}
