// The keys are the English sentences: English needs no dictionary, and one that does not load leaves a widget that can be read.
export class Words {
  #dictionary = new Map()

  constructor(language) {
    this.language = language
    this.plural = new Intl.PluralRules(language)
  }

  static async load(language) {
    const words = new Words(language === "ru" ? "ru" : "en")
    if (words.language === "en") return words
    try {
      const answer = await fetch(new URL(`./locale/${words.language}.json`, import.meta.url), { __proto__: null, credentials: "omit" })
      words.#dictionary = new Map(Object.entries(await answer.json()))
    } catch {
      // English then.
    }
    return words
  }

  t(sentence, values) {
    return filled(this.#dictionary.get(sentence) ?? sentence, values)
  }

  n(one, other, count) {
    const forms = this.#dictionary.get(other)
    const form = forms ? forms[this.plural.select(count)] ?? forms.other : count === 1 ? one : other
    return filled(form, { count })
  }
}

function filled(form, values) {
  return form.replace(/\{(\w+)\}/g, (whole, name) => (values && Object.hasOwn(values, name) ? String(values[name]) : whole))
}
