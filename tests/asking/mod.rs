//! Asking the engine as the page does: request and answer travel as bytes, and survive it.

use verbatim::jobs::{Engine, Request, Response, decode, encode};

/// What the engine answers; `payload` are the bytes that travel along.
pub fn ask(engine: &mut Engine, request: Request, payload: &[u8]) -> Response {
    let request: Request = decode(&encode(&request)).expect("the request survives");
    let response = engine.run(request, payload.to_vec());
    let again: Response = decode(&encode(&response)).expect("the response survives");
    assert_eq!(again, response);
    response
}
