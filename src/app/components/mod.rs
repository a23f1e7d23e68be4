//! The components, a file each.

mod add_files;
mod column;
mod column_head;
mod dialogs;
mod empty_page;
mod export;
mod facets;
mod foot;
mod icons;
mod lane_strip;
mod messages;
mod report;
mod rows;
mod rules;
mod search_box;
mod sidebar;
mod source_view;
mod teach;
mod top_bar;
mod view;
mod window;
mod workspace;

pub use dialogs::Dialogs;
pub use empty_page::EmptyPage;
pub use foot::Foot;
pub use messages::Messages;
pub use sidebar::Sidebar;
pub use top_bar::{TopBar, toggle_theme};
pub use view::ViewPane;
pub use workspace::Workspace;
