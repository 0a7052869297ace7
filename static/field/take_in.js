// Scanning on the office's page: what is read goes into the text of the form, and the form is sent when a series is whole.
// Everything else of the page works without this.
import { number, setLanguage, t } from "./ui/words.js";
import { scanner } from "./scan.js";

/** What a text field of the form may hold; a longer series goes along as a file. */
const MOST_TEXT = 90_000;

function main() {
  const form = document.querySelector("[data-take-in]");
  const place = document.querySelector("[data-scanner]");
  setLanguage(document.documentElement.lang);
  place.closest("[hidden]").hidden = false;
  const text = form.elements.namedItem("text");
  scanner(place, (bytes, texts) => {
    const more = texts.join("\n");
    if (text.value.length + more.length > MOST_TEXT) addFile(form.elements.namedItem("files"), bytes);
    else text.value = [text.value.trimEnd(), more].filter(Boolean).join("\n");
    form.requestSubmit();
    return t("All {n} codes are read. They are being taken in …", { n: number(texts.length) });
  });
}

function addFile(input, bytes) {
  const chosen = new DataTransfer();
  for (const file of input.files) chosen.items.add(file);
  chosen.items.add(new File([bytes], "ektp-qr.json", { type: "application/json" }));
  input.files = chosen.files;
}

main();
