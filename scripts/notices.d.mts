export const SHIPPED: readonly string[];
export function noticesText(): string;
