// The dictionary's keys are the English sentences, so a dictionary that does not load leaves a widget that can be read.
export class Words {
  #dictionary = new Map()

  constructor(language) {
    this.language = language
    this.plural = new Intl.PluralRules(language)
  }

  static async load(language) {
    const words = new Words(known(language))
    try {
      const answer = await fetch(new URL(`./locale/${words.language}.json`, import.meta.url), { __proto__: null, credentials: "omit" })
      words.#dictionary = new Map(Object.entries(await answer.json()))
    } catch {
      words.plural = new Intl.PluralRules("en")
    }
    return words
  }

  t(sentence, values) {
    return filled(this.#dictionary.get(sentence) ?? sentence, values)
  }

  n(sentence, count, values) {
    const forms = this.#dictionary.get(sentence)
    const form = forms && typeof forms === "object" ? forms[this.plural.select(count)] ?? forms.other : sentence
    return filled(form, { count, ...values })
  }
}

function known(language) {
  return String(language || "en").slice(0, 2).toLowerCase() === "ru" ? "ru" : "en"
}

function filled(form, values) {
  return form.replace(/\{(\w+)\}/g, (whole, name) => (values && Object.hasOwn(values, name) ? String(values[name]) : whole))
}
