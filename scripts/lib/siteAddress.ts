/** The page with the absolute address of its picture, as sites that preview links need it. */
export const withSiteAddress = (html: string, site: string | undefined): string =>
	site === undefined
		? html
		: html.replace('"./lab.png"', `"${new URL('lab.png', site.replace(/\/?$/, '/')).href}"`);
