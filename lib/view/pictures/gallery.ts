/**
 * What all galleries have in common: their style, one photo with its caption, a titled block.
 *
 * Galleries are markup with real text, not text drawn into pictures: it follows the notebook's light
 * or dark theme, can be read aloud and found, and needs no fonts where the notebook runs.
 */

import { BAD, GOOD } from "../palette.ts";
import { type Html, html, type HtmlValue, rawHtml } from "../html.ts";
import { IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { thumbnail } from "./encode.ts";
import { captionLines, type Photo } from "./photo.ts";
import { MARKS } from "./sheet.ts";

// One style for all, in every output that needs it: outputs may be cleared or saved alone. The rules
// name .lookalike-gallery first so that they win over JupyterLab's and nbconvert's own for pictures.
const STYLE =
  `.lookalike-gallery{font-size:12px;line-height:1.35;color:inherit;max-width:100%;margin:.4em 0}
.lookalike-gallery .title{font-size:14px;font-weight:600;margin:0 0 .5em}
.lookalike-gallery .head{font-weight:600;margin:.1em 0 .3em}
.lookalike-gallery .stack{display:flex;flex-direction:column;gap:6px}
.lookalike-gallery .query{padding:8px 0;border-top:1px solid rgba(128,128,128,.35)}
.lookalike-gallery .found{flex:1 1 280px;min-width:0;gap:8px}
.lookalike-gallery .strip>*{flex:none}
.lookalike-gallery .flow{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start}
.lookalike-gallery .scroll{overflow-x:auto;max-width:100%}
.lookalike-gallery .strip{display:flex;gap:8px;align-items:flex-start}
.lookalike-gallery figure{margin:0;padding:0;min-width:0}
.lookalike-gallery figcaption{overflow-wrap:anywhere;margin-top:3px;text-align:left;color:inherit}
.lookalike-gallery figcaption div{overflow:hidden;text-overflow:ellipsis;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical}
.lookalike-gallery img{display:block;width:100%;height:auto;max-width:none;margin:0;border-radius:3px;box-sizing:border-box}
.lookalike-gallery .pixels img{image-rendering:pixelated;border-radius:0}
.lookalike-gallery .hit img{border:3px solid ${GOOD}}
.lookalike-gallery .miss img{border:3px dashed ${BAD}}
.lookalike-gallery .boxes{position:relative;background:#fff;border:1px solid rgba(128,128,128,.35)}
.lookalike-gallery .label{position:absolute;padding:0 3px;border-left:4px solid;background:rgba(255,255,255,.85);color:#222;font-size:11px;white-space:nowrap}
.lookalike-gallery .dim{opacity:.75}`;

/** A titled block with the galleries' style. `text` is what a terminal prints for it. */
export function gallery(title: string | undefined, content: HtmlValue, text: string): Html {
  const heading = title === undefined ? null : html`
    <div class="title">${title}</div>
  `;
  const block = html`<style>${rawHtml(STYLE)}</style>
<div class="lookalike-gallery">${heading}${content}</div>`;
  // Notebooks hold many photos: the space between their tags would be a tenth of the file.
  const markup = block.markup.replace(/>\s+</g, "><");
  return rawHtml(markup, title === undefined ? text : `${title}\n${text}`);
}

/** A picture with a caption, `width` pixels wide, less where there is no room. */
export function pictureFigure({ source, width, alt, hover = alt, className = "plain", caption }: {
  /** Data address. */
  source: string;
  width: number;
  alt: string;
  /** Shown when it is pointed at. @default the alternative text */
  hover?: string;
  className?: "plain" | "pixels" | "hit" | "miss";
  caption?: HtmlValue;
}): Html {
  return html`
    <figure class="${className}" style="width:${width}px;max-width:100%">
      <img src="${source}" alt="${alt}" title="${hover}" width="${width}">
      <figcaption>${caption}</figcaption>
    </figure>
  `;
}

/** Letters of a caption's line that two lines below a photo have room for. */
const ALWAYS_FITS = 18;

/**
 * One photo with its caption, `width` pixels wide (less where there is no room). A framed photo's
 * caption starts with a tick or cross, so that colour is not the only sign.
 */
export async function photoFigure(
  { image, alt, caption, frame }: Photo,
  { width }: { width: number },
): Promise<Html> {
  // As many pixels as are shown: a little more would be sharper on dense screens, and half as large
  // again in the notebook.
  const source = await thumbnail(image, { side: Math.min(IMAGE_SIZE, Math.ceil(width)) });
  const lines = captionLines(caption);
  const marked = frame ? [MARKS[frame] + (lines[0] ?? ""), ...lines.slice(1)] : lines;
  return pictureFigure({
    source,
    width,
    alt: frame ? `${alt} (${frame})` : alt,
    hover: alt,
    className: frame ?? "plain",
    // Lines that may be cut off are shown whole when they are pointed at.
    caption: marked.map((line) =>
      line.length <= ALWAYS_FITS
        ? html`<div>${line}</div>`
        : html`<div title="${line}">${line}</div>`
    ),
  });
}
