/** Of the values of a form as JSON: what fifty long texts and five files can come to. */
export const MOST_FORM_BYTES = 6_000_000;
