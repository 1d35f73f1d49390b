// Writes the words that Asciidoctor shows a reader of each document in `test-corpus/asciidoc`, one document a file.
// A test compares them with the words that wordgate reads. Run it after you change a document:
//
//     npm install --no-save @asciidoctor/core@4 && node tests/asciidoctor/words.mjs
//
// What wordgate treats as one opaque word is replaced by a space: code, attribute references, URLs, images. Both
// branches of a condition are kept, and included files are left out.
import fs from 'node:fs'
import path from 'node:path'
import { load } from '@asciidoctor/core'
import { AbstractNode } from '../../node_modules/@asciidoctor/core/src/abstract_node.js'
import Converter from '../../node_modules/@asciidoctor/core/src/converter/html5.js'

const OPAQUE = 'ꙮ'
const CHARACTERS = { nbsp: ' ', sp: ' ', empty: '', blank: '', amp: '&', apos: "'", zwsp: '', wj: '' }
AbstractNode.prototype.subAttributes = (text) =>
  text.replace(/(\\)?\{(\w[\w-]*)\}/g, (all, escape, name) => (escape ? all.slice(1) : (CHARACTERS[name] ?? OPAQUE)))
AbstractNode.prototype.restorePassthroughs = async (text) => text.replace(/\u0096\d+\u0097/g, OPAQUE)

let asides = []
const title = (node) => (node.title ? `<p>${node.title}</p>` : '')
Object.assign(Converter.prototype, {
  convert_inline_anchor: async (node) => {
    const isBare = node.text === node.target || !node.text || /\bbare\b/.test(node.attributes?.role ?? '')
    return node.type === 'ref' ? '' : isBare ? OPAQUE : node.text
  },
  convert_inline_quoted: async (node) => (/monospaced|math/.test(node.type) ? OPAQUE : node.text),
  convert_inline_footnote: async (node) => (asides.push(node.text), ''),
  convert_inline_image: async ({ attributes }) => {
    if (attributes.alt !== attributes['default-alt']) asides.push(attributes.alt)
    return OPAQUE
  },
  convert_inline_kbd: async (node) => node.attributes.keys.join(' '),
  convert_inline_menu: async ({ attributes }) =>
    [attributes.menu, ...attributes.submenus, attributes.menuitem].join(' '),
  convert_inline_indexterm: async (node) => (node.type === 'visible' ? node.text : ''),
  convert_image: async (node) => `${title(node)}<p>${node.attributes.alt}</p>`,
  convert_admonition: async (node) => `${title(node)}<p>${await node.content()}</p>`,
})
for (const name of ['listing', 'literal', 'pass', 'stem']) {
  Converter.prototype[`convert_${name}`] = async (node) => title(node)
}

const line = (source) => {
  const [, name, , text] = /^(ifdef|ifndef|ifeval|endif)::(\S*?)\[(.*)\]$/.exec(source) ?? []
  if (name) return text && name !== 'ifeval' ? [text] : []
  return source.startsWith('include::') ? ['//'] : [source]
}
const words = (html) => {
  const text = html
    .replace(/<pre>[^]*?<\/pre>|<br>|<code>[^]*?<\/code>/g, ' ')
    .replace(/<\/?(strong|em|mark|sup|sub|span|a|b)\b[^<>]*>/g, '')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code))
    .replace(/&shy;/g, '')
    .replace(/\u200b/g, '')
  return text.replaceAll(OPAQUE, ' ').match(/[\p{L}\p{N}]+/gu) ?? []
}

const root = path.join(import.meta.dirname, '../..')
const folder = path.join(root, 'test-corpus/asciidoc')
for (const name of fs.readdirSync(folder).filter((name) => name.endsWith('.adoc'))) {
  const source = fs.readFileSync(path.join(folder, name), 'utf8').split(/\r?\n/).flatMap(line).join('\n')
  asides = []
  const attributes = { experimental: '', showtitle: '', 'table-caption!': '', 'figure-caption!': '', 'example-caption!': '' }
  const html = (await (await load(source, { attributes: { ...attributes, 'compat-mode!': '', 'toc!': '' } })).convert({ standalone: false }))
    .replace(/<div id="footnotes">[^]*$/, '')
  const found = [...words(html), ...asides.flatMap(words)].sort()
  fs.writeFileSync(path.join(import.meta.dirname, name.replace('.adoc', '.words')), `${found.join('\n')}\n`)
}
