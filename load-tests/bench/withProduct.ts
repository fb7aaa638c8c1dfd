import { newPlace } from "../../tests/harness/mode.ts";
import { type Product, startProduct } from "../../tests/harness/product.ts";

/** Does the work with the product on embedded stores of its own; where it fails, says what the product said last. */
export async function withProduct(work: (product: Product) => Promise<void>): Promise<void> {
  const { home, env, remove } = await newPlace("embedded");
  const product = await startProduct({ home, env });
  try {
    await work(product);
  } catch (error) {
    for (const line of product.lastLines().slice(-20)) console.log(line);
    throw error;
  } finally {
    await product.stop();
    await remove();
  }
}
