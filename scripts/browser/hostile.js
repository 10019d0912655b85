// What stands in a certificate or in the name of a file is text, and never more.
"use strict";

module.exports = async (t) => {
  for (const files of [["hostile.pem"], ["long.der"], ["<img src=x onerror=alert(1)>.pem"], ["hostile.zip"]]) {
    const { frame, page, context, told } = await t.open("qwac.html");
    const title = await frame.evaluate(() => document.title);
    const scripts = await frame.evaluate(() => document.scripts.length);
    let dialogs = 0;
    page.on("dialog", (d) => { dialogs++; d.dismiss(); });
    await t.drop(frame, ...files);
    await new Promise((r) => setTimeout(r, 300));
    const now = await frame.evaluate(() => ({
      title: document.title, scripts: document.scripts.length, images: document.images.length, bold: document.querySelectorAll("b, i").length,
      turned: /[\u202a-\u202e\u2066-\u2069]/.test(document.body.textContent), text: document.getElementById("report").textContent,
    }));
    const name = files[0].slice(0, 20);
    t.check(now.title === title && now.scripts === scripts && dialogs === 0, name + ": a script ran");
    t.check(now.images === 0 && now.bold === 0, name + ": markup is markup");
    t.check(!now.turned, name + ": the direction of writing is turned");
    if (files[0] === "hostile.pem") t.check(now.text.includes("<script>") || now.text.includes("<img"), name + ": not shown as text");
    t.check(told.length === 0, name + ": " + told.slice(0, 2).join("; "));
    await context.close();
  }
  t.say("markup, scripts, turned writing and a name of 1 MB are text");
};
