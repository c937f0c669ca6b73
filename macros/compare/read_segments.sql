{#
    Return where the rows that differ are: the strongest segments, at most two, as in report.json. A segment is a value,
    or a month, of one column that more than half of the changed, added or removed rows have, at least 20 of them, and
    at least twice as large a share of these rows as of all rows. Its strength is the difference of both shares. Changed
    and removed rows count with their values in prod, added rows with those of the candidate; all rows are those of prod
    and the added ones. Of two kinds of rows, return the strongest segment of each; of one, the strongest two of
    different columns. Return [] if no segment is that clear. rows, facets: as in segments_question; answer: the rows of
    that question. Pure.
#}
{% macro read_segments(rows, facets, answer) %}
    {%- set rows_of, segments, chosen = rows["before"] + rows["added"], [], [] -%}
    {%- for row in answer | sort(attribute="i") | sort(attribute="kind") -%}
        {%- set facet, of = facets[row["i"] | int], rows[row["kind"]] -%}
        {%- set here, everywhere = row["n"] | int, row["n_of_all"] | int -%}
        {%- if here * rows_of >= 2 * everywhere * of -%}
            {%- set segment = {"kind": row["kind"], "column": facet["column"]["name"], "month": facet["month"]} -%}
            {%- do segment.update({"value": dbt_wap.parse_truncated([row["v"]])[0]}) -%}
            {%- do segment.update({"differing": here, "differing_of": of}) -%}
            {%- do segment.update({"rows": everywhere, "rows_of": rows_of}) -%}
            {%- set weakness = (everywhere * of - here * rows_of) / (of * rows_of) -%}
            {%- do segments.append(dict(segment, weakness=weakness, segment=segment)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set ranked = segments | sort(attribute="weakness") -%}
    {%- for first in ranked[:1] -%}
        {%- set others = ranked | rejectattr("kind", "equalto", first["kind"]) | list -%}
        {%- set like = ranked | selectattr("kind", "equalto", first["kind"]) | list -%}
        {%- set like = like | rejectattr("column", "equalto", first["column"]) | list -%}
        {%- do chosen.extend([first] + (others + like)[:1]) -%}
    {%- endfor -%}
    {%- do return(chosen | map(attribute="segment") | list) -%}
{% endmacro %}
