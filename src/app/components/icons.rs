//! The few signs of the interface, drawn with lines.

use yew::prelude::*;

fn icon(path: &'static str) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.6"
            stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d={path}/></svg>
    }
}

/// The mark of the product.
pub fn brand() -> Html {
    icon("M3 3h14v11H9l-4 3v-3H3zM6 7h8M6 10h5")
}

/// Search.
pub fn search() -> Html {
    icon("M14 8.5a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM12.6 12.6 17 17")
}

/// Light and dark.
pub fn theme() -> Html {
    icon("M10 3a7 7 0 1 0 0 14zM10 3a7 7 0 0 1 0 14")
}

/// Close, remove.
pub fn cross() -> Html {
    icon("M5 5l10 10M15 5 5 15")
}

/// Two columns.
pub fn beside() -> Html {
    icon("M3 4h14v12H3zM10 4v12")
}

/// The library.
pub fn library() -> Html {
    icon("M3 5h14M3 10h14M3 15h9")
}

/// Columns that scroll together.
pub fn lock() -> Html {
    icon("M5 9h10v8H5zM7 9V6a3 3 0 0 1 6 0v3")
}

/// Columns that scroll each on its own.
pub fn unlock() -> Html {
    icon("M5 9h10v8H5zM7 9V6a3 3 0 0 1 5.8-1")
}

/// The source.
pub fn source() -> Html {
    icon("M7 6 3 10l4 4M13 6l4 4-4 4")
}

/// Add.
pub fn plus() -> Html {
    icon("M10 4v12M4 10h12")
}

/// Take a copy out.
pub fn export() -> Html {
    icon("M10 3v9M6.5 8.5 10 12l3.5-3.5M4 14v3h12v-3")
}

/// Say what something is.
pub fn pencil() -> Html {
    icon("M4 16l1-4 8-8 3 3-8 8zM11.5 5.5l3 3")
}
