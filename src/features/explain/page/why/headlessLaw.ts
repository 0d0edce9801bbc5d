/** The function that the explanation adds to `window.skillet`. */
import { chartFile } from '#page/charts/chartFile.ts';
import { lawFigure, type Law } from './lawPanel.ts';

declare module '#page/shell/headless.ts' {
	interface HeadlessExtensions {
		/** The law's predictions against the losses of its trials, as the text of an SVG file. */
		lawSvg(law: Law, about: string): Promise<string>;
	}
}

export async function lawSvg(law: Law, about: string): Promise<string> {
	const { blob } = await chartFile('svg', lawFigure(law, null), { stem: '', about, links: [] });
	return blob.text();
}
