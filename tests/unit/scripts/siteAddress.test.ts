/** The address of the picture that previews of links show. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withSiteAddress } from '../../../scripts/lib/siteAddress.ts';

const html = readFileSync('index.html', 'utf8');

test.each(['https://example.org/lab', 'https://example.org/lab/'])(
	'the picture has an absolute address on %s',
	(site) => {
		const picture = '<meta property="og:image" content="https://example.org/lab/lab.png" />';
		expect(withSiteAddress(html, site)).toContain(picture);
	},
);

test('without an address the page stays as it is', () => {
	expect(withSiteAddress(html, undefined)).toBe(html);
});
