import { expect, it } from 'vitest';
import { fromBase64, joinBytes } from '#engine/core/bytes.ts';
import { failure } from '../../support/failure.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { packModel } from '#engine/model/packedModel.ts';
import { readConfig, weightReader } from '#engine/model/folder.ts';
import { readModelFolder } from '#engine/model/readFolder.ts';
import { tinyModelFolder } from '../../support/tinyModel.ts';
import { chooseBase, writeHtml, type HtmlContent } from '#lab/features/library/model/htmlFile.ts';
import { contentMark, piecesMark } from '#lab/features/library/model/htmlPlaces.ts';

const facts = {
	name: 'mine',
	baseName: 'base',
	step: 3,
	skills: ['</script><script>alert(1)</script>'],
	link: 'https://lab.test/#x',
	examples: [
		{ skill: 'add', questions: [{ system: '', prompt: '1+1=', form: 'question' as const }] },
	],
};

it('has the content before the script, and the stream in pieces behind it', async () => {
	const model = readModelFolder(tinyModelFolder(3));
	const read = weightReader(model);
	const shell = `<p>${contentMark}<b>script</b>${piecesMark}</p>`;
	const html = await (await writeHtml(shell, facts, model, read, 'f32')).text();
	const parts = /^<p><script [^>]*id="content">(.*)<\/script><b>script<\/b>(<script .*)<\/p>$/s;
	const [, json, pieces] = parts.exec(html)!;
	expect(json).not.toContain('<');
	const { head, stream } = await packModel(model, read, 'f32');
	expect(JSON.parse(json)).toEqual({
		...facts,
		model: head,
		bytes: stream.size,
	} satisfies HtmlContent);
	const texts = [...pieces.matchAll(/class="piece">([^<]*)</g)].map(([, text]) => fromBase64(text));
	expect(joinBytes(texts)).toEqual(new Uint8Array(await stream.arrayBuffer()));
});

it('has 32 bits of a small model, 8 of a larger one, and names one that is too large', () => {
	const choose = (layers: number, width: number) => {
		const text = new TextDecoder().decode(tinyModelFolder().get('config.json'));
		const change = {
			hidden_size: width,
			intermediate_size: 4 * width,
			num_hidden_layers: layers,
			num_attention_heads: width / 64,
			num_key_value_heads: width / 64,
			head_dim: 64,
		};
		const config = { ...(JSON.parse(text) as object), ...change };
		const { architecture, config: decoder } = readConfig(JSON.stringify(config));
		return chooseBase({ specs: tensorSpecs(architecture, decoder) }, 'mine');
	};
	expect(choose(2, 256)).toBe('f32');
	expect(choose(12, 512)).toBe('int8');
	expect(() => choose(40, 1024)).toThrow(
		failure(
			'{name} is too large for a single HTML file: {bytes, number, bytes} in 8 bits, of at most {limit, number, bytes}. Save it as GGUF.',
			{ name: 'mine', bytes: 713_650_688, limit: 500e6 },
		),
	);
});
