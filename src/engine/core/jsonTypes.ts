/** The types of plain data. json.ts reads and writes it. */
export type Json =
	null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
