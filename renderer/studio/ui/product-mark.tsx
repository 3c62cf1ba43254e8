/** The product's sign; the same shape as resources/icons/icon.svg. */
export function ProductMark() {
  return (
    <span className="product" role="img" aria-label="Vanchor Studio">
      <svg viewBox="60 60 400 400" width="28" height="28" aria-hidden>
        <circle cx="256" cy="158" r="62" fill="var(--product-head, #f4efe6)" />
        <path d="M118 236 L256 400 L394 236" fill="none" stroke="#35c2a5" strokeWidth="52" strokeLinecap="round" strokeLinejoin="round" />
        <circle cx="402" cy="120" r="34" fill="#e5484d" />
      </svg>
    </span>
  );
}
