/** Question sets, answers and their scores, in the manner of arXiv 2310.04945: the door to evaluation/questions. */
export type * from './questions/types.ts';
export type { ByCategory, Category } from './questions/categories.ts';
export { categories } from './questions/categories.ts';
