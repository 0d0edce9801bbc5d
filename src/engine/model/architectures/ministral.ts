/** Ministral: a Mistral with `layer_types`, as transformers 5 saves it. */
import { mistral } from './mistral.ts';

export const ministral = { ...mistral, modelType: 'ministral', className: 'MinistralForCausalLM' };
