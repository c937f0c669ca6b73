{#
    Read the catalog once for sides of the pairs: {side: {relations: as relations_of lists them, columns, definitions,
    traits: {relation key: ..}}}. All keys are prod's; queries of views and texts of traits have prod's schema names.
    `parts`: which of columns, definitions and traits to read, by default all; the others are {}. all_pairs: the pairs
    whose schema names are replaced, by default those to read. Reads only.
#}
{% macro read_catalog(pairs, sides, parts=none, all_pairs=none) %}
    {%- set parts = ["columns", "definitions", "traits"] if parts is none else parts -%}
    {%- set places, at, found, names = [], {}, {}, {} -%}
    {%- for side in sides -%}
        {%- do places.extend(dbt_wap.locate(pairs, side)) -%}
        {%- do found.update({side: {"rows": [], "relations": [], "columns": {}, "definitions": {}, "traits": {}}}) -%}
        {%- for pair in pairs -%}
            {%- set prod = dbt_wap.schema_key(pair["database"], pair["prod"]) ~ "." -%}
            {%- set place = dbt_wap.schema_key(pair["database"], pair[side]) -%}
            {%- do at.setdefault(place, []).append({"side": side, "pair": pair, "prod": prod}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for row in (dbt_wap.read_relations(places, parts) if places else []) -%}
        {%- do names.update({row["name"] | lower: true}) -%}
        {%- for one in at.get(row["place"], []) -%}
            {%- do found[one["side"]]["rows"].append(dict(row, key=one["prod"] ~ row["folded"], pair=one["pair"])) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set unbuilt = dbt_wap.unbuilt_keys(names) -%}
    {%- for side, seen in found.items() -%}
        {%- set rows = seen.pop("rows") -%}
        {%- do seen["relations"].extend(dbt_wap._published_relations(rows, pairs, side, unbuilt)) -%}
        {%- do dbt_wap._add_parts(seen, rows, pairs, side, parts, all_pairs or pairs) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the relations that belong to the project's schemas, without what dbt-wap and tests put there. Reads only. #}
{% macro _published_relations(rows, pairs, side, unbuilt) %}
    {%- set ours, found = [], [] -%}
    {%- set run_id = pairs[0].get("run_id") if pairs and side == "audit" else none -%}
    {%- for view in dbt_wap.parked_views(pairs, side, run_id, rows).values() -%}
        {%- do ours.append([view["database"], view["schema"], view["name"]]) -%}
    {%- endfor -%}
    {%- for pair in pairs if side == "archive" -%}
        {%- do ours.append([pair["database"], pair["archive"], dbt_wap.inventory_name()]) -%}
    {%- endfor -%}
    {%- for row in rows if row["key"] not in unbuilt and [row["database"], row["schema"], row["name"]] not in ours -%}
        {%- do found.append(
            {
                "key": row["key"],
                "database": row["database"],
                "schema": row["schema"],
                "name": row["name"],
                "kind": row["kind"],
                "pair": row["pair"],
                "sql": row["sql"],
            }
        ) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Add columns, definitions and traits of the rows to what was seen of a side, in prod's names. Reads only. #}
{% macro _add_parts(seen, rows, pairs, side, parts, all_pairs) %}
    {%- set schemas, texts, views = {}, [], [] -%}
    {%- for pair in all_pairs -%} {%- do schemas.update({pair[side]: pair["prod"]}) -%} {%- endfor -%}
    {%- for pair in pairs if "traits" in parts -%}
        {%- do texts.append([pair["audit"] ~ ".", pair["prod"] ~ "."]) -%}
    {%- endfor -%}
    {%- for row in rows -%}
        {%- if "columns" in parts -%}
            {%- do seen["columns"].update({row["key"]: row["columns"]}) -%}
        {%- endif -%}
        {%- if "definitions" in parts -%}
            {%- do seen["definitions"].update({row["key"]: row["definition"]}) -%}
            {%- if row["definition"]["kind"] == "view" and side != "prod" -%}
                {%- do views.append({"key": row["key"], "body": row["definition"]["body"]}) -%}
            {%- endif -%}
        {%- endif -%}
        {%- for trait in (row["traits"] if "traits" in parts else []) -%}
            {%- set at = namespace(text=trait["text"]) -%}
            {%- for audit, prod in texts -%} {%- set at.text = at.text.replace(audit, prod) -%} {%- endfor -%}
            {%- do seen["traits"].setdefault(row["key"], []).append(dict(trait, text=at.text)) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for key, body in dbt_wap.move_views(views, schemas).items() -%}
        {%- do seen["definitions"].update({key: dict(seen["definitions"][key], body=body)}) -%}
    {%- endfor -%}
{% endmacro %}
